package org.automtl4j.train.mtlnas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionSite;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.mtlnas.SiteRule;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.config.StepConfig;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline.Trains;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.mtlnas.config.FusionTrainingConfig;
import org.automtl4j.train.mtlnas.config.NddrSettings.Stage;
import org.automtl4j.train.mtlnas.config.NddrSettings;
import org.automtl4j.train.mtlnas.config.PeriodConfig;
import org.automtl4j.train.mtlnas.config.RateFactorsConfig;
import org.automtl4j.train.mtlnas.config.SpaceConfig;

/** NDDR-CNN (Gao, Ma, Zhao, Liu, Yuille, CVPR 2019): networks whose features are fused at fixed sites. */
public final class NddrMethod implements Method<NddrSettings> {

  @Override
  public String name() {
    return "nddr";
  }

  @Override
  public String description() {
    return "One network for each task, fused at fixed sites by 1x1 convolutions (Gao et al.: NDDR-CNN, CVPR 2019).";
  }

  @Override
  public Class<NddrSettings> settings() {
    return NddrSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, NddrSettings settings) {
    return FusionNetworks.of(request, settings.space().toSettings(settings.auxiliary()));
  }

  @Override
  public Recipe recipe(NddrSettings settings) {
    return new Fusing(settings);
  }

  /** Half of the steps for the single-task networks, the rest for the connected ones, all with one rate. */
  @Override
  public Optional<NddrSettings> baseline(TrainingConfig like) {
    RateFactorsConfig same = new RateFactorsConfig(1, 1, 1, false);
    int single = like.iterations() / 2;
    FusionTrainingConfig half = new FusionTrainingConfig(single, like.updater(), like.weightDecay(), like.schedule(), same);
    FusionTrainingConfig rest = new FusionTrainingConfig(like.iterations() - single, like.updater(), like.weightDecay(), like.schedule(), same);
    return Optional.of(new NddrSettings(List.of(Stage.SINGLE, Stage.FUSE), SpaceConfig.nddr(), List.of(), half, rest, List.of(), new PeriodConfig(0, 0, List.of(0.0, 1.0), 1)));
  }

  /** Connected at the sites of the run's network, if it has some. */
  @Override
  public Network baselineNetwork(NetworkRequest request, NddrSettings settings, Network compared) {
    FusionSettings fusion = settings.space().toSettings(List.of());
    if (compared instanceof FusionNetwork run) {
      fusion = fusion.withSites(new SiteRule.Listed(run.space().sites().stream().map(FusionSite::name).toList()));
    }
    return FusionNetworks.of(request, fusion);
  }

  /**
   * Single-task networks, then the connected ones.
   *
   * @param settings of the method
   */
  private record Fusing(NddrSettings settings) implements Recipe {

    @Override
    public List<StageOutline> stages() {
      List<StageOutline> outlines = new ArrayList<>();
      for (Stage stage : settings.stages()) {
        outlines.add(stage == Stage.SINGLE
            ? new StageOutline("single", settings.single().iterations(), settings.single().scheduledUpdater(), Trains.NETWORK)
            : new StageOutline("fuse", settings.training().iterations(), settings.training().scheduledUpdater(), Trains.NETWORK));
      }
      return outlines;
    }

    @Override
    public CostProbe probe(Network network, Parameters parameters, int height, int width) {
      return new CostProbe(new FusionView.Soft(), new FusionView.Alone(), 0);
    }

    @Override
    public Found run(Session s) {
      FusionNetwork network = (FusionNetwork) s.network();
      FusionNetworks.start(network, s.parameters(), settings.weights());
      s.stage("single", settings.single().stage("single-tasks", new FusionView.Alone(), Optional.empty(), false));
      if (!settings.stages().contains(Stage.FUSE)) {
        return Found.of(s.run(new FusionModel(new FusionView.Alone())));
      }
      FusionArchitecture all = FusionArchitecture.all(network);
      Optional<Period> auxiliary = Optional.of(settings.auxiliaryFactor().toPeriod()).filter(factor -> !settings.auxiliary().isEmpty());
      s.stage("fuse", settings.training().stage("fused", new FusionView.Discrete(all), auxiliary, false));
      s.keep(MtlNasMethod.ARCHITECTURE, all::save);
      return Found.of(s.run(new FusionModel(new FusionView.Discrete(all))));
    }

    @Override
    public Optional<TrainingConfig> finalTraining() {
      int steps = (settings.stages().contains(Stage.SINGLE) ? settings.single().iterations() : 0) + (settings.stages().contains(Stage.FUSE) ? settings.training().iterations() : 0);
      FusionTrainingConfig rule = settings.stages().contains(Stage.FUSE) ? settings.training() : settings.single();
      return Optional.of(new TrainingConfig(steps, rule.updater(), rule.weightDecay(), rule.schedule(), StepConfig.PUBLISHED));
    }
  }
}
