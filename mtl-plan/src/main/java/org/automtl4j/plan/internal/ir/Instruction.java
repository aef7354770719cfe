package org.automtl4j.plan.internal.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One call of a program before its arrays have memory.
 *
 * @param kernel what it computes
 * @param inputs what it reads
 * @param outputs what it writes
 * @param origin the graph's operation that it belongs to, for messages
 */
public record Instruction(Kernel kernel, List<Value> inputs, List<Value> outputs, String origin) {
  public Instruction {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** What it does on arrays of which shapes: instructions of equal text take the same time. */
  public String work() {
    return kernel.work() + shapes(inputs) + " ->" + shapes(outputs);
  }

  private static String shapes(List<Value> values) {
    return values.stream().map(v -> " " + v.type().name().toLowerCase(Locale.ROOT) + Arrays.toString(v.shape()).replace(" ", "")).collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return kernel.name() + " " + inputs + " -> " + outputs + " of " + origin;
  }
}
