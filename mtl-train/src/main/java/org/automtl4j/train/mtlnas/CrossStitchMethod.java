package org.automtl4j.train.mtlnas;

import org.automtl4j.graph.network.Network;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.mtlnas.config.CrossStitchSettings;

/**
 * Cross-stitch networks (Misra, Shrivastava, Gupta, Hebert, CVPR 2016, arXiv 1604.03539): one network for each task; at fixed sites each goes on with x'[t] = sum_j
 * a[t, j] x[j], whose numbers a, one matrix a site, are learnt. As in the paper they start near the identity from networks that were trained alone, and learn faster
 * than the rest.
 */
public final class CrossStitchMethod implements Method<CrossStitchSettings> {
  private final NddrMethod fusions = new NddrMethod();

  @Override
  public String name() {
    return "cross-stitch";
  }

  @Override
  public String description() {
    return "One network for each task, whose features are mixed at fixed sites by learnt numbers (Misra et al.: Cross-stitch networks, CVPR 2016).";
  }

  @Override
  public Class<CrossStitchSettings> settings() {
    return CrossStitchSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, CrossStitchSettings settings) {
    return fusions.network(request, settings.toFusions());
  }

  @Override
  public Recipe recipe(CrossStitchSettings settings) {
    return fusions.recipe(settings.toFusions());
  }
}
