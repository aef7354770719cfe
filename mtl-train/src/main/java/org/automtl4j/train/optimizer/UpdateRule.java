package org.automtl4j.train.optimizer;

import java.util.Objects;
import org.automtl4j.train.schedule.LearningRateSchedule;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How parameters of one group learn: the rule as Deeplearning4j writes it, and what it has no words for.
 *
 * @param updater Adam, Sgd or Nesterovs; its learning rate may follow a schedule over iterations
 * @param rateFactor what the learning rate is multiplied with, at least 0
 * @param weightDecay factor of weight decay, at least 0
 * @param decoupled whether the decay shrinks the parameters themselves (with Adam: AdamW) in place of being added to their gradients (L2)
 */
public record UpdateRule(IUpdater updater, double rateFactor, double weightDecay, boolean decoupled) {

  /** Checks the ranges. */
  public UpdateRule {
    Objects.requireNonNull(updater, "updater");
    Ranges.notNegative("rate factor", rateFactor);
    Ranges.notNegative("weight decay", weightDecay);
  }

  /**
   * @param updater Adam, Sgd or Nesterovs
   * @param weightDecay coupled L2 factor
   * @return the rule at its own rate
   */
  public static UpdateRule of(IUpdater updater, double weightDecay) {
    return new UpdateRule(updater, 1, weightDecay, false);
  }

  /**
   * @param factor what the learning rate is multiplied with beside what it is already
   * @return the rule at that rate
   */
  public UpdateRule timesRate(double factor) {
    return new UpdateRule(updater, rateFactor * factor, weightDecay, decoupled);
  }

  /** @return the rule without weight decay */
  public UpdateRule withoutDecay() {
    return new UpdateRule(updater, rateFactor, 0, decoupled);
  }

  /** The rates by iteration. */
  LearningRateSchedule rate() {
    LearningRateSchedule schedule = LearningRateSchedule.of(updater);
    double factor = rateFactor;
    return factor == 1 ? schedule : iteration -> factor * schedule.at(iteration);
  }
}
