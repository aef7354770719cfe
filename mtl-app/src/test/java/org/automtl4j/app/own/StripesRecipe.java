package org.automtl4j.app.own;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.loop.ModelTraining;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;

/** Trains the network, and that is all. */
record StripesRecipe(TrainingConfig training) implements Recipe {
  private static final String TRAIN = "train";

  @Override
  public List<StageOutline> stages() {
    return List.of(new StageOutline(TRAIN, training.iterations(), training.scheduledUpdater(), StageOutline.Trains.NETWORK));
  }

  @Override
  public CostProbe probe(Network network, Parameters parameters, int height, int width) {
    View view = new StripesNetwork.Whole();
    return new CostProbe(view, view, network.dataType().width() * network.parameters().stream().mapToLong(ParameterSpec::length).sum());
  }

  @Override
  public Found run(Session session) {
    return Found.of(session.stage(TRAIN, new ModelTraining(TRAIN, new StripesNetwork.Whole(), training)).orElseThrow());
  }

  @Override
  public Optional<TrainingConfig> finalTraining() {
    return Optional.of(training);
  }
}
