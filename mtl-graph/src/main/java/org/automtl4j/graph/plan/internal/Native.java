package org.automtl4j.graph.plan.internal;

import java.util.List;

/** The operation itself, as ND4J has it. */
public final class Native {
  private Native() {}

  /**
   * @param node an operation
   * @param tape takes the call
   * @return what it gives
   */
  public static List<Value> forward(Node node, Tape tape) {
    Value[] inputs = node.inputs().toArray(Value[]::new);
    return node.legacy() instanceof LegacyKernel legacy ? List.of(tape.legacy(legacy, inputs)) : tape.custom(node.op(), node.arguments(), inputs);
  }

  /**
   * @param node a custom operation
   * @param tape the tape on which it will be
   * @return the shape of what it gives
   */
  public static long[] outputShape(Node node, Tape tape) {
    return tape.outputShape(node);
  }
}
