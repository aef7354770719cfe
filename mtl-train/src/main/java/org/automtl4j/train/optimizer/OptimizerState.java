package org.automtl4j.train.optimizer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All that an update rule remembers: it can be written to a file, compared, and given back with {@link Optimizer#restore}. The numbers lie beside Java's heap,
 * since there are up to twice as many as the model has.
 *
 * @param rule which rule it belongs to, such as {@code "adam"}
 * @param parameters by parameter name, sorted
 */
public record OptimizerState(String rule, Map<String, Slot> parameters) implements AutoCloseable {

  /** Keeps an unmodifiable, sorted copy of the map; the numbers are shared. */
  public OptimizerState {
    Objects.requireNonNull(rule, "rule");
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** @return the same with numbers of its own */
  public OptimizerState copy() {
    Map<String, Slot> copies = new TreeMap<>();
    parameters.forEach((name, slot) -> copies.put(name, new Slot(slot.steps(), slot.values().stream().map(FlatValues::copy).toList())));
    return new OptimizerState(rule, copies);
  }

  /** Gives the numbers' memory back; for who owns them, as after {@link #copy}. */
  @Override
  public void close() {
    parameters.values().forEach(slot -> slot.values().forEach(FlatValues::close));
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
