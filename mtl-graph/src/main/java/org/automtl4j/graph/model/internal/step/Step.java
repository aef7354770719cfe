package org.automtl4j.graph.model.internal.step;

import java.util.List;

/**
 * One operation of the inference graph in its place.
 *
 * @param output the variable that it makes
 * @param inputs the variables that it reads, without weights
 * @param operation what it does
 */
public record Step(String output, List<String> inputs, Operation operation) {

  /** Keeps an unmodifiable copy. */
  public Step {
    inputs = List.copyOf(inputs);
  }

  /** @return the first variable that it reads */
  public String input() {
    return inputs.get(0);
  }
}
