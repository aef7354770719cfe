package org.automtl4j.plan.internal.rule;

import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Largest and mean values of windows. Large images are pooled in bands of rows that a processor's cache can hold.
 *
 * @param op the operation's name
 */
record PoolingRule(String op) implements Rule {
  /**
   * oneDNN works on 16 channels at a time; what it reads and writes for them must fit into a cache of the second level, of which most processors have more
   * than this.
   */
  private static final long LARGEST_BYTES = 256 << 10;
  private static final long CHANNELS = 16;

  @Override
  public List<Value> forward(Node node, Tape tape) {
    if (!tape.lowering() || !large(node)) {
      return Rule.super.forward(node, tape);
    }
    return List.of(tape.images().pooling(op, node.arguments(), node.input(0), outputRows(node), outputColumns(node), bandRows(node)));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      Value dy = gradients.of(node.output()).orElseThrow();
      gradients.add(x, large(node) ? tape.images().poolingGradient(op, node.arguments(), x, dy, bandRows(node))
          : tape.custom(op + "_bp", node.arguments(), x, dy).get(0));
    }
  }

  /** Whether it is single precision, [N, C, H, W], without padding and dilation, and too large for a cache. */
  private static boolean large(Node node) {
    Arguments a = node.arguments();
    boolean plain = a.integer(4, 0) == 0 && a.integer(5, 0) == 0 && a.integer(6, 1) == 1 && a.integer(7, 1) == 1 && a.integer(8, 0) == 0 && a.integer(10,
        0) == 0;
    return plain && node.input(0).type() == DataType.FLOAT && bandRows(node) < outputRows(node);
  }

  private static long outputRows(Node node) {
    return (node.input(0).size(2) - node.arguments().integer(0)) / node.arguments().integer(2) + 1;
  }

  private static long outputColumns(Node node) {
    return (node.input(0).size(3) - node.arguments().integer(1)) / node.arguments().integer(3) + 1;
  }

  private static long bandRows(Node node) {
    long bytes = (node.arguments().integer(2) * node.input(0).size(3) + outputColumns(node)) * CHANNELS * Float.BYTES;
    return Math.max(node.arguments().integer(0), LARGEST_BYTES / bytes);
  }
}
