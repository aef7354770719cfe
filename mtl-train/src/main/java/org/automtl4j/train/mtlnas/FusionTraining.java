package org.automtl4j.train.mtlnas;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.UpdaterWords;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.ScalarSchedule;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Trains a fusion network without a search: the single-task networks ({@link FusionView.Alone}), NDDR-CNN and other given edges ({@link FusionView.Discrete}), or
 * what a search has found, on all training data.
 *
 * @param id the stage's name, which seeds its random streams, such as {@code "single-tasks"}
 * @param view what is trained
 * @param iterations how many
 * @param updater of the weights, its learning rate by iteration
 * @param weightDecay coupled L2 factor of all weights, BatchNorms and biases among them
 * @param rates what the learning rate is multiplied with for some of them
 * @param auxiliary factor of auxiliary losses; empty: none
 * @param fresh whether all weights, but not what the gates have learnt, begin anew
 */
public record FusionTraining(
    String id, FusionView view, int iterations, IUpdater updater, double weightDecay, RateFactors rates, Optional<Period> auxiliary, boolean fresh)
    implements TrainingStage<StageReport> {

  /** Checks the ranges. */
  public FusionTraining {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(updater, "updater");
    if (iterations < 0) {
      throw new InvalidInputException("stage " + id + ": iterations must not be negative, found " + iterations);
    }
    if (!(weightDecay >= 0)) {
      throw new InvalidInputException("stage " + id + ": weight decay must not be negative, found " + weightDecay);
    }
  }

  /**
   * @param id the stage's name
   * @param view what is trained
   * @return a builder with the published defaults
   */
  public static FusionTrainingBuilder builder(String id, FusionView view) {
    return new FusionTrainingBuilder(id, view);
  }

  @Override
  public StageReport run(StageContext context) {
    FusionNetwork network = FusionStages.network(context, id);
    Parameters parameters = context.parameters();
    if (fresh) {
      FusionNetworks.anew(network, parameters, context.settings().seed());
    }
    Objective objective = new Objective(context.settings().weights(), auxiliary.isPresent() ? List.of(new AuxiliaryLoss(context.settings().weights())) : List.of());
    Phase phase = Phase.of("weights", view, Split.TRAIN, rates.learning(network, UpdateRule.of(updater, weightDecay))).with(objective);
    if (auxiliary.isPresent()) {
      phase = phase.with("factor." + AuxiliaryLoss.NAME, ScalarSchedule.byIteration(i -> auxiliary.get().at(i, iterations)));
    }
    Words words = UpdaterWords.into(new Words("fusionTraining."), "updater", updater).put("iterations", iterations).put("view", view.id()).put("weightDecay", weightDecay)
        .put("rates", rates).put("auxiliary", auxiliary).put("fresh", fresh);
    if (view instanceof FusionView.Discrete discrete) {
      words.put("edges", discrete.architecture().edges());
    }
    return context.train(StageTask.of(network, parameters, id, Dependencies.of(words.words()), iterations, PhaseSchedule.single(phase)));
  }
}
