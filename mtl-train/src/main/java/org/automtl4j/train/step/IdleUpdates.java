package org.automtl4j.train.step;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.optimizer.ParameterUpdate;

/**
 * Completes a step's updates by those of parameters that the step does not use, where {@link IdleUpdate#DECAY} asks for it. It remembers over the stages of
 * a model which parameters have had a gradient: in the published code those of all parameters that the path reads, whether or not they learn in that step.
 */
public final class IdleUpdates {
  private final IdleUpdate rule;
  private final Set<String> touched = new TreeSet<>();

  /** @param rule what a step does to parameters that its path does not use */
  public IdleUpdates(IdleUpdate rule) {
    this.rule = rule;
  }

  /** @return names of the parameters that have had a gradient, where it matters */
  public List<String> moved() {
    return rule == IdleUpdate.SKIP ? List.of() : List.copyOf(touched);
  }

  /** @param moved names of parameters that have had a gradient before */
  public void restore(List<String> moved) {
    touched.addAll(moved);
  }

  /**
   * @param outcome of a step; where no loss had a valid position nothing moves
   * @param parameters of the model
   * @param learning those that learn in this phase, which take the step beside those that the path gives gradients
   * @param iteration the stage's iteration, from 0
   */
  public void step(StepOutcome outcome, Parameters parameters, ParameterLearning learning, int iteration) {
    if (rule == IdleUpdate.SKIP || outcome.learning().isEmpty()) {
      return;
    }
    touched.addAll(outcome.path());
    for (String name : touched) {
      ParameterSpec parameter = parameters.spec(name);
      if (learning.learns(parameter) && !outcome.learning().contains(name)) {
        learning.step(iteration, parameter, ParameterUpdate.idle(name, parameters.get(name)));
      }
    }
  }
}
