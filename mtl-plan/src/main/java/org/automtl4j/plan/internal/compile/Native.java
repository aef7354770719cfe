package org.automtl4j.plan.internal.compile;

import java.util.List;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.LegacyKernel;

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
