package org.automtl4j.plan.internal.ir;

import java.util.List;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * One operation of the SameDiff graph, with the arrays that it reads and gives.
 *
 * @param name the operation's own name in the graph
 * @param op ND4J's name of the operation
 * @param arguments the arguments of a custom operation; none for a legacy one
 * @param legacy the kernel of a legacy operation, or null for a custom one
 * @param inputs what it reads
 * @param outputNames the names of the variables that it gives; the first is the one that messages name
 * @param outputs what it gives, empty until its forward rule has run
 */
public record Node(String name, String op, Arguments arguments, LegacyOperation legacy, List<Value> inputs, List<String> outputNames, List<Value> outputs) {
  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    outputNames = List.copyOf(outputNames);
    outputs = List.copyOf(outputs);
  }

  /**
   * @param at the number of an input
   * @return that input
   */
  public Value input(int at) {
    return inputs.get(at);
  }

  /**
   * @param at the number of an input
   * @return that input; as many as an operation with optional inputs has
   */
  public boolean hasInput(int at) {
    return at < inputs.size();
  }

  /** @return the first output */
  public Value output() {
    return outputs.get(0);
  }

  public Node giving(List<Value> values) {
    return new Node(name, op, arguments, legacy, inputs, outputNames, values);
  }

  /** @return how messages name it: the operation and the variable that it gives, whose name holds the layer's */
  public String where() {
    return "operation '" + op + "' of variable '" + outputNames.get(0) + "'";
  }

  /**
   * The dimensions of a legacy reduction.
   *
   * @return dimensions counted from the front; all of them if the operation names none
   */
  public int[] dimensions() {
    return Reductions.dimensions(legacy.op(), input(0).rank());
  }

  /** @return whether a legacy reduction keeps its dimensions with size 1 */
  public boolean keepsDimensions() {
    return Reductions.keepsDimensions(legacy.op());
  }

  /** @return the legacy operation itself, only to be looked at */
  public Op legacyOp() {
    return legacy.op();
  }

  /** @return the scalar of a legacy operation on an array and a number */
  public double scalar() {
    return ((ScalarOp) legacyOp()).scalar().getDouble(0);
  }
}
