package org.automtl4j.train.mtlnas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline.Trains;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.mtlnas.config.MtlNasSettings.Stage;
import org.automtl4j.train.mtlnas.config.MtlNasSettings.Start;
import org.automtl4j.train.mtlnas.config.MtlNasSettings;

/** MTL-NAS (Gao, Bai, Jie, Ma, Jia, Liu, CVPR 2020). */
public final class MtlNasMethod implements Method<MtlNasSettings> {
  /** The file of what was found, in a run's folder. */
  public static final String ARCHITECTURE = "architecture.json";

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
    return new Search(settings);
  }

  /**
   * Single-task networks, the search, and perhaps the open edges once more.
   *
   * @param settings of the method
   */
  private record Search(MtlNasSettings settings) implements Recipe {

    @Override
    public List<StageOutline> stages() {
      List<StageOutline> outlines = new ArrayList<>();
      for (Stage stage : settings.stages()) {
        outlines.add(switch (stage) {
          case SINGLE -> new StageOutline("single", settings.single().iterations(), settings.single().scheduledUpdater(), Trains.NETWORK);
          case SEARCH -> new StageOutline("search", 2 * settings.search().steps(), settings.search().weights().scheduledUpdater(), Trains.NETWORK);
          case LAST -> new StageOutline("last", settings.last().iterations(), settings.last().scheduledUpdater(), Trains.NETWORK);
        });
      }
      return outlines;
    }

    @Override
    public CostProbe probe(Network network, Parameters parameters, int height, int width) {
      return new CostProbe(settings.search().discretise().view(), new FusionView.Alone(), 0);
    }

    @Override
    public Found run(Session s) {
      FusionNetwork network = (FusionNetwork) s.network();
      FusionNetworks.start(network, s.parameters(), settings.weights());
      s.stage("single", settings.single().stage("single-tasks", new FusionView.Alone(), Optional.empty(), false));
      Optional<FusionArchitecture> found = s.stage("search", settings.search().stage());
      found.ifPresent(architecture -> s.keep(ARCHITECTURE, architecture::save));
      Map<String, Double> confidence = found.isPresent() ? FusionNetworks.confidence(network, s.parameters()) : Map.of();
      found.ifPresent(architecture -> s.stage("last",
          settings.last().stage("open-edges", new FusionView.Discrete(architecture), Optional.empty(), settings.from() == Start.SCRATCH)));
      return new Found(Optional.empty(), Optional.empty(), confidence);
    }

    @Override
    public Optional<TrainingConfig> finalTraining() {
      return Optional.empty();
    }
  }
}
