package org.automtl4j.train.baseline;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.ModelFormat;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.automtl.stage.PlainTraining;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.method.TrainingStage;

/**
 * One training of one view, from fresh numbers.
 *
 * @param id of the stage
 * @param training how
 * @param view what of the network is trained
 */
record Plain(String id, TrainingConfig training, BranchView view) implements Recipe {

  /** The numbers of a network none of which is needed: those that are trained are made by the stage. */
  static Parameters none(Network network) {
    return Parameters.fresh(network, 0, spec -> false);
  }

  @Override
  public List<StageOutline> stages() {
    return List.of(new StageOutline(id, training.iterations(), training.scheduledUpdater(), StageOutline.Trains.MODEL_ALONE));
  }

  @Override
  public void check(Network network, Parameters parameters, int height, int width) {
    network.checkSize(height, width);
    BranchNetwork branches = (BranchNetwork) network;
    try (Parameters shared = branches.fresh(0, reached(branches, new BranchView.Common()))) {
      ModelFormat.DL4J.check(SuperModel.of(branches, shared, 0), height, width);
    }
  }

  private static Predicate<ParameterSpec> reached(BranchNetwork network, BranchView view) {
    Predicate<String> names = PathParameters.of(SuperModel.of(network, none(network), 0), view.stage(), Optional.empty());
    return spec -> names.test(spec.name());
  }

  @Override
  public CostProbe probe(Network network, Parameters parameters, int height, int width) {
    long numbers = network.parameters().stream().filter(reached((BranchNetwork) network, view)).mapToLong(ParameterSpec::length).sum();
    return new CostProbe(view, view, numbers * network.dataType().width());
  }

  @Override
  public Found run(Session session) {
    TrainingStage<MultiTaskModel> stage = new PlainTraining(view, training.iterations(), training.scheduledUpdater(), training.weightDecay(), training.stepSettings());
    return Found.of(session.stage(id, stage).orElseThrow());
  }

  @Override
  public Optional<TrainingConfig> finalTraining() {
    return Optional.of(training);
  }
}
