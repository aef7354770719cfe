package org.automtl4j.train.step;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.optimizer.UpdateRule;

/**
 * Parameters that learn by one rule. A phase has a list of groups: the first that a parameter belongs to takes it, and what belongs to none does not learn.
 *
 * @param name unique in its phase, for files and events; empty for the only group of a phase
 * @param which belong to it
 * @param rule how they learn
 */
public record ParameterGroup(String name, Predicate<ParameterSpec> which, UpdateRule rule) {

  /** Checks that nothing is missing. */
  public ParameterGroup {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(which, "which");
    Objects.requireNonNull(rule, "rule");
  }

  /**
   * @param role of a model's parameters
   * @param rule how they learn
   * @return the only group of a phase: all parameters of that role
   */
  public static List<ParameterGroup> all(Role role, UpdateRule rule) {
    return List.of(new ParameterGroup("", parameter -> parameter.role() == role, rule));
  }
}
