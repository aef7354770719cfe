package org.automtl4j.train.balance;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a balancing method remembers, for checkpoints: numbers and arrays by name, sorted.
 *
 * @param method whose it is, such as {@code "DWA"}; empty where nothing is remembered
 * @param numbers small ones: counters, means, logits, moments; copies
 * @param arrays large ones, FLOAT or DOUBLE, [tasks, shared numbers]; the very arrays, which change with the next step
 */
public record BalancerState(String method, Map<String, double[]> numbers, Map<String, INDArray> arrays) {
  /** Nothing. */
  public static final BalancerState EMPTY = new BalancerState("", Map.of(), Map.of());
  /** Begins the name of a state among those of update rules, in checkpoints; the phase follows. */
  public static final String IN_CHECKPOINTS = "balancing/";
  /** Begins the names of small numbers there. */
  public static final String NUMBERS = "numbers/";
  /** Begins the names of arrays there. */
  public static final String ARRAYS = "arrays/";

  /** Keeps sorted maps that cannot be changed, the small numbers as copies. */
  public BalancerState {
    Map<String, double[]> copies = new TreeMap<>();
    numbers.forEach((name, values) -> copies.put(name, values.clone()));
    numbers = Collections.unmodifiableMap(copies);
    arrays = Collections.unmodifiableMap(new TreeMap<>(arrays));
  }

  /**
   * @param names of what a state in a checkpoint has
   * @return whether there are arrays among it, whose columns are those of the shared parameters
   */
  public static boolean remembersGradients(Collection<String> names) {
    return names.stream().anyMatch(name -> name.startsWith(ARRAYS));
  }

  /**
   * @param method whose state it has to be; for a method that remembers nothing, words for that
   * @throws InvalidInputException if it is another's
   */
  public void expect(String method) {
    if (!this.method.equals(method) && !(this.method.isEmpty() && numbers.isEmpty())) {
      throw new InvalidInputException("the state is that of balancing " + this.method + " and cannot be restored into " + method + "; resume with the same 'balancing'");
    }
  }

  /**
   * @param name of small numbers
   * @param length how many there have to be
   * @return a copy of them
   * @throws InvalidInputException if there are none of that name, or another number of them
   */
  public double[] numbers(String name, int length) {
    double[] values = numbers.get(name);
    if (values == null || values.length != length) {
      throw new InvalidInputException("the state of balancing " + method + " has " + (values == null ? "no" : values.length) + " numbers '" + name + "', expected "
          + length + "; resume with the same tasks");
    }
    return values.clone();
  }

  /** Compared by content, bit by bit for small numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BalancerState state && method.equals(state.method) && arrays.equals(state.arrays) && numbers.keySet().equals(state.numbers.keySet())
        && numbers.entrySet().stream().allMatch(entry -> Arrays.equals(entry.getValue(), state.numbers.get(entry.getKey())));
  }

  @Override
  public int hashCode() {
    return method.hashCode() + numbers.keySet().hashCode();
  }
}
