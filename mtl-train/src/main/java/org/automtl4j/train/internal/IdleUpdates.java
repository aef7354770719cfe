package org.automtl4j.train.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.automtl4j.graph.supermodel.ParameterStore;
import org.automtl4j.graph.supermodel.ParameterStore.Role;
import org.automtl4j.train.compat.IdleParameters;
import org.automtl4j.train.optimizer.ParameterUpdate;

/**
 * Completes a step's updates by those of parameters that the step does not use, where {@link IdleParameters#DECAY} asks for it. It remembers over the stages of
 * a model which parameters have had a gradient: in the published code those of all parameters that the path reads, whether or not they learn in that step.
 */
final class IdleUpdates {
  private final IdleParameters rule;
  private final Set<String> touched = new TreeSet<>();

  IdleUpdates(IdleParameters rule) {
    this.rule = rule;
  }

  /** Names of the parameters that have had a gradient, where it matters. */
  List<String> moved() {
    return rule == IdleParameters.SKIP ? List.of() : List.copyOf(touched);
  }

  void restore(List<String> moved) {
    touched.addAll(moved);
  }

  /**
   * @param outcome of a step; where no loss had a valid position nothing moves
   * @param parameters of the model
   * @param role of those that learn in this phase
   * @return the updates to take beside those that the step itself makes
   */
  List<ParameterUpdate> beside(StepOutcome outcome, ParameterStore parameters, Role role) {
    if (rule == IdleParameters.SKIP || outcome.learning().isEmpty()) {
      return List.of();
    }
    touched.addAll(outcome.path());
    List<ParameterUpdate> idle = new ArrayList<>();
    for (String name : touched) {
      ParameterStore.Parameter parameter = parameters.parameter(name);
      if (parameter.role() == role && !outcome.learning().contains(name)) {
        idle.add(ParameterUpdate.idle(name, parameter.array()));
      }
    }
    return idle;
  }
}
