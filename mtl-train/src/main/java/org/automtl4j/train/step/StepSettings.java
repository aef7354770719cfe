package org.automtl4j.train.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.optimizer.UpdateRule;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How a stage's steps depart from the published ones, beside their update rule.
 *
 * @param decoupledDecay whether weight decay shrinks weights by rate * decay, apart from their gradients: with Adam this is AdamW (Loshchilov, Hutter: Decoupled
 *     weight decay regularization, ICLR 2019)
 * @param decayOn which weights decay
 * @param headRate what the learning rate of the heads is multiplied with, at least 0; 0 freezes them
 * @param handling what happens to gradients before parameters learn from them: accumulation over batches, and clipping
 */
public record StepSettings(boolean decoupledDecay, DecayScope decayOn, double headRate, GradientHandling handling) {
  /** As published: coupled decay of all weights, one rate, every gradient as it comes. */
  public static final StepSettings PUBLISHED = new StepSettings(false, DecayScope.ALL, 1, GradientHandling.DIRECT);

  private static final String HEAD = "head.";

  /** Checks the ranges. */
  public StepSettings {
    Objects.requireNonNull(decayOn, "decayOn");
    Objects.requireNonNull(handling, "handling");
    if (!(headRate >= 0) || Double.isInfinite(headRate)) {
      throw new InvalidInputException("step.headRate: a number of at least 0, found " + headRate);
    }
  }

  /** @return the same with decoupled weight decay */
  public StepSettings withDecoupledDecay() {
    return new StepSettings(true, decayOn, headRate, handling);
  }

  /**
   * @param scope which weights decay
   * @return the same with that
   */
  public StepSettings withDecayOn(DecayScope scope) {
    return new StepSettings(decoupledDecay, scope, headRate, handling);
  }

  /**
   * @param factor of the heads' learning rate
   * @return the same with that
   */
  public StepSettings withHeadRate(double factor) {
    return new StepSettings(decoupledDecay, decayOn, factor, handling);
  }

  /**
   * @param norm the largest norm of a step's gradients together
   * @return the same with that
   */
  public StepSettings withClipNorm(double norm) {
    return new StepSettings(decoupledDecay, decayOn, headRate, new GradientHandling(handling.batches(), OptionalDouble.of(norm)));
  }

  /**
   * @param batches that a step takes the mean gradient of
   * @return the same with that
   */
  public StepSettings withAccumulation(int batches) {
    return new StepSettings(decoupledDecay, decayOn, headRate, new GradientHandling(batches, handling.clipNorm()));
  }

  /**
   * The groups in which a model's weights learn.
   *
   * @param updater the update rule
   * @param weightDecay its decay
   * @return one group where all learn alike, else up to four
   */
  public List<ParameterGroup> weights(IUpdater updater, double weightDecay) {
    UpdateRule rule = new UpdateRule(updater, 1, weightDecay, decoupledDecay);
    boolean someExempt = decayOn != DecayScope.ALL && weightDecay > 0;
    if (!someExempt && headRate == 1) {
      return ParameterGroup.all(Role.WEIGHT, rule);
    }
    List<ParameterGroup> groups = new ArrayList<>();
    if (headRate == 1) {
      add(groups, "", p -> true, rule, someExempt);
    } else {
      add(groups, "rest", p -> !p.name().startsWith(HEAD), rule, someExempt);
      if (headRate > 0) {
        add(groups, "heads", p -> p.name().startsWith(HEAD), rule.timesRate(headRate), someExempt);
      }
    }
    return List.copyOf(groups);
  }

  private void add(List<ParameterGroup> groups, String name, Predicate<ParameterSpec> which, UpdateRule rule, boolean someExempt) {
    Predicate<ParameterSpec> weights = p -> p.role() == Role.WEIGHT && which.test(p);
    groups.add(new ParameterGroup(someExempt ? named(name, "decaying") : name, someExempt ? weights.and(decayOn::covers) : weights, rule));
    if (someExempt) {
      groups.add(new ParameterGroup(named(name, "exempt"), weights, rule.withoutDecay()));
    }
  }

  private static String named(String name, String part) {
    return name.isEmpty() ? part : name + "-" + part;
  }
}
