package org.automtl4j.train.mtlnas;

import java.util.List;
import org.automtl4j.graph.network.Network;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.mtlnas.config.MtlNasSettings;

/** MTL-NAS (Gao, Bai, Jie, Ma, Jia, Liu, CVPR 2020). */
public final class MtlNasMethod implements Method<MtlNasSettings> {
  /** The file of what was found, in a run's folder. */
  public static final String ARCHITECTURE = "architecture.json";
  /** The file that says how sure the gates were, and what making them hard costs. */
  public static final String GATES = "gates.json";

  @Override
  public String name() {
    return "mtl-nas";
  }

  @Override
  public String description() {
    return "A search for the features that the networks of the tasks should exchange (Gao et al.: MTL-NAS, CVPR 2020).";
  }

  @Override
  public Class<MtlNasSettings> settings() {
    return MtlNasSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, MtlNasSettings settings) {
    return FusionNetworks.of(request, settings.space().toSettings(List.of()));
  }

  @Override
  public Recipe recipe(MtlNasSettings settings) {
    return new MtlNasRecipe(settings);
  }

  @Override
  public List<String> comparisons() {
    return EdgeControl.NAMES;
  }
}
