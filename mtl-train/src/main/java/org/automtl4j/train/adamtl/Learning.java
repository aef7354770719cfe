package org.automtl4j.train.adamtl;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.method.settings.StepWords;
import org.automtl4j.train.method.settings.UpdaterWords;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.DecayScope;
import org.automtl4j.train.step.GradientHandling;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How weights learn in a stage. Kernels, matrices and the tables of relative positions decay; biases and the scales and shifts of normalisation do not.
 *
 * @param iterations how many; each is one step of all tasks together
 * @param updater the update rule with its learning rate by iteration, see {@link #rates}
 * @param weightDecay factor of weight decay
 * @param decoupled whether it shrinks weights themselves (with Adam: AdamW)
 * @param handling accumulation over batches, and the largest norm of a step's gradients
 */
public record Learning(int iterations, IUpdater updater, double weightDecay, boolean decoupled, GradientHandling handling) {
  private static final double PUBLISHED_DECAY = 0.05;
  private static final double PUBLISHED_CLIP = 5;

  /** Checks the ranges. */
  public Learning {
    Objects.requireNonNull(updater, "updater");
    Objects.requireNonNull(handling, "handling");
    if (iterations < 0) {
      throw new InvalidInputException("iterations of a training must not be negative, found " + iterations);
    }
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new InvalidInputException("weight decay must be finite and not negative, found " + weightDecay);
    }
  }

  /**
   * AdamW with weight decay 0.05 and gradients of norm 5 at most, as published.
   *
   * @param iterations how many
   * @param rate learning rate by iteration
   * @return that
   */
  public static Learning adamW(int iterations, ISchedule rate) {
    IUpdater updater = Adam.builder().learningRateSchedule(rates(rate, List.of(0))).build();
    return new Learning(iterations, updater, PUBLISHED_DECAY, true, new GradientHandling(1, OptionalDouble.of(PUBLISHED_CLIP)));
  }

  /**
   * @param rate learning rate by iteration
   * @param starts iterations at which its clock begins anew, the first 0
   * @return the rates as the published loop reads them, see {@link LateClocks}
   */
  public static ISchedule rates(ISchedule rate, List<Integer> starts) {
    return rate instanceof LateClocks late ? new LateClocks(late.schedule(), starts) : new LateClocks(rate, starts);
  }

  /** The same with a clock that begins anew at some iterations. */
  Learning startingAt(List<Integer> starts) {
    if (!(updater instanceof Adam adam) || !(adam.getLearningRateSchedule() instanceof LateClocks clocks)) {
      return this;
    }
    IUpdater restarting = updater.clone();
    restarting.setLrAndSchedule(updater.getLearningRate(0, 0), rates(clocks, starts));
    return new Learning(iterations, restarting, weightDecay, decoupled, handling);
  }

  /**
   * @param which learn
   * @return the optimisers of these, in two groups
   */
  ParameterLearning of(Predicate<ParameterSpec> which) {
    UpdateRule rule = new UpdateRule(updater, 1, weightDecay, decoupled);
    Predicate<ParameterSpec> weights = p -> p.role() == Role.WEIGHT && which.test(p);
    return new ParameterLearning(List.of(new ParameterGroup("decaying", weights.and(DecayScope.KERNELS::covers), rule), new ParameterGroup("exempt", weights, rule.withoutDecay())));
  }

  /** In the words of checkpoints. */
  void into(Words words) {
    UpdaterWords.into(words, "updater", updater).put("iterations", iterations).put("weightDecay", weightDecay);
    StepWords.into(words, new StepSettings(decoupled, DecayScope.KERNELS, 1, handling));
  }
}
