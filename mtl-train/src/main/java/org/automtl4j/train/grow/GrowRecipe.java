package org.automtl4j.train.grow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.ModelFormat;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.method.StageOutline.Trains;

/** Trunk and trees, as the settings want them. Hard sharing comes with them: it needs no training of its own. */
final class GrowRecipe implements Recipe {
  private static final String TRUNK = "trunk";
  private static final String GROW = "grow";
  private static final String HARD_SHARING = "hard-sharing";

  private final GrowSettings settings;

  GrowRecipe(GrowSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<StageOutline> stages() {
    Trunk trunk = settings.trunk();
    int later = trunk.iterations() - trunk.forkIteration();
    // A quarter of the way for all, another one for half of them, the rest for a quarter; hard sharing goes all of it.
    int trees = settings.halve() == 0 ? settings.trees() * later : settings.trees() * later / 2;
    return List.of(new StageOutline(TRUNK, trunk.forkIteration(), trunk.updater(), Trains.MODEL_ALONE),
        new StageOutline(GROW, later + trees, trunk.updater(), Trains.MODEL_ALONE));
  }

  @Override
  public void check(Network network, Parameters parameters, int height, int width) {
    network.checkSize(height, width);
    SuperModel model = SuperModel.of((BranchNetwork) network, parameters, 0);
    BudgetCheck.counted(model, settings.budget().budgets(), height, width);
    // What model.zip cannot express is better known before the training than after it.
    SuperModel shared = model.fresh(0, PathParameters.of(model, Stage.COMMON, Optional.empty()));
    try {
      ModelFormat.DL4J.check(shared, height, width);
    } finally {
      shared.parameters().close();
    }
  }

  @Override
  public CostProbe probe(Network network, Parameters parameters, int height, int width) {
    SharedWork work = SharedWork.of(SuperModel.of((BranchNetwork) network, parameters, 0), height, width);
    return new CostProbe(new BranchView.Common(), new BranchView.Common(), work.hardSharing().parameters() * network.dataType().width());
  }

  @Override
  public Found run(Session session) {
    SuperModel model = SuperModel.of((BranchNetwork) session.network(), session.parameters(), session.seed());
    BudgetCheck.measured(model, settings.budget().budgets(), session.stepTimes(), session.data().height(), session.data().width());
    TrunkState trunk = session.stage(TRUNK, settings.trunk()).orElseThrow();
    Grown result = session.stage(GROW, settings.grow(trunk, session.stepTimes())).orElseThrow();
    session.keep(result.taken().architecture());
    return new Found(Optional.of(result.taken().architecture()), Optional.of(result.model()), Map.of(), Map.of(HARD_SHARING, result.hard()), Optional.of(result.trials()));
  }

  @Override
  public Set<String> brings() {
    return Set.of(HARD_SHARING);
  }

  @Override
  public Optional<TrainingConfig> finalTraining() {
    return Optional.of(settings.training());
  }
}
