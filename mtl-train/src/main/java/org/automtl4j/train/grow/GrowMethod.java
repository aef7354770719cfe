package org.automtl4j.train.grow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.graph.model.convert.WeightsFile;
import org.automtl4j.graph.network.Network;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;

/** Trees that grow from hard sharing: tasks leave a common trunk where that pays, within a budget. */
public final class GrowMethod implements Method<GrowSettings> {

  @Override
  public String name() {
    return "grow";
  }

  @Override
  public String description() {
    return "Trees that fork from hard sharing on its way: the cheapest within a budget that pays, or hard sharing.";
  }

  @Override
  public Class<GrowSettings> settings() {
    return GrowSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, GrowSettings settings) {
    Backbone backbone = request.backbone().backbone();
    SuperModel.Builder builder = SuperModel.builder(backbone).batchNormPolicy(BatchNormPolicy.SEARCH).dataType(request.dataType()).seed(request.seed());
    request.tasks().forEach(task -> builder.task(task.task(), task.head()));
    request.backbone().weights().ifPresent(file -> builder.weights(WeightsFile.read(file, backbone)));
    return builder.build().network();
  }

  @Override
  public Recipe recipe(GrowSettings settings) {
    return new GrowRecipe(settings);
  }

  private record GrowRecipe(GrowSettings settings) implements Recipe {
    @Override
    public List<StageOutline> stages() {
      Trunk trunk = settings.trunk();
      int later = trunk.iterations() - trunk.forkIteration();
      // A quarter of the way for all, another one for half of them, the rest for a quarter; hard sharing goes all of it.
      int trees = settings.halve() == 0 ? settings.trees() * later : settings.trees() * later / 2;
      return List.of(new StageOutline("trunk", new BranchView.Common(), trunk.forkIteration(), trunk.updater()),
          new StageOutline("grow", new BranchView.Common(), later + trees, trunk.updater()));
    }

    @Override
    public Found run(Session session) {
      TrunkState trunk = session.stage("trunk", settings.trunk()).orElseThrow();
      Grown grown = session.stage("grow", settings.grow(trunk, new StepTimes(Map.of(), times -> {}))).orElseThrow();
      session.keep(grown.taken().architecture());
      return new Found(Optional.of(grown.taken().architecture()), Optional.of(grown.model()), Map.of());
    }

    @Override
    public Optional<TrainingConfig> finalTraining() {
      return Optional.of(settings.training());
    }
  }
}
