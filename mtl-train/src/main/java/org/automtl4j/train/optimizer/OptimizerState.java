package org.automtl4j.train.optimizer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All that an update rule remembers, as a value: it can be written to a file, compared, and given back with {@link Optimizer#restore}.
 *
 * @param rule which rule it belongs to, such as {@code "adam"}
 * @param parameters by parameter name, sorted
 */
public record OptimizerState(String rule, Map<String, Slot> parameters) {

  /** Keeps an unmodifiable, sorted copy of the map; the numbers are shared. */
  public OptimizerState {
    Objects.requireNonNull(rule, "rule");
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /**
   * What is remembered about one parameter.
   *
   * @param steps how many steps it has taken
   * @param values the rule's arrays in the rule's order (Adam: first moment, second moment; momentum: velocity)
   */
  public record Slot(int steps, List<FlatValues> values) {

    /** Keeps an unmodifiable copy of the list; the numbers are shared. */
    public Slot {
      values = List.copyOf(values);
    }
  }
}
