package org.automtl4j.plan.internal.ir;

import java.util.List;

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

  @Override
  public String toString() {
    return kernel.name() + " " + inputs + " -> " + outputs + " of " + origin;
  }
}
