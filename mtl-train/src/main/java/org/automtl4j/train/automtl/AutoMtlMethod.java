package org.automtl4j.train.automtl;

import java.util.List;
import org.automtl4j.graph.network.Network;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;

/** AutoMTL: every layer of a convolutional backbone is shared, a task's own, or skipped, as policies decide that are trained with the weights. */
public final class AutoMtlMethod implements Method<AutoMtlSettings> {

  @Override
  public String name() {
    return "automtl";
  }

  @Override
  public String description() {
    return "A search for what tasks should share, layer by layer (Zhang, Liu, Guan: AutoMTL, NeurIPS 2022).";
  }

  @Override
  public Class<AutoMtlSettings> settings() {
    return AutoMtlSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, AutoMtlSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** Architectures drawn at random, about as large as the one that was found; of the second, the first half of the layers is shared by all tasks. */
  @Override
  public List<String> comparisons() {
    return List.of("random", "random_bottom");
  }

  @Override
  public Recipe recipe(AutoMtlSettings settings) {
    throw new UnsupportedOperationException();
  }
}
