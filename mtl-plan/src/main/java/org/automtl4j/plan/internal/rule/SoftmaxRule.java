package org.automtl4j.plan.internal.rule;

import java.util.List;
import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * Softmax over one dimension: dx = y dy - y sum(y dy). oneDNN's softmax is wrong where the dimension is not the last one, so there ND4J's own code does it;
 * ND4J's backward operation is wrong for a single row.
 */
final class SoftmaxRule implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    return tape.custom("softmax", Arguments.of(dimension(node)), isLast(node), node.input(0));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      Arithmetic math = tape.math();
      Value weighted = math.multiply(gradients.of(node.output()).orElseThrow(), node.output());
      gradients.add(x, math.subtract(weighted, math.multiply(node.output(), math.sum(weighted, dimension(node)))));
    }
  }

  private static boolean isLast(Node node) {
    return dimension(node) == node.input(0).rank() - 1;
  }

  private static int dimension(Node node) {
    int rank = node.input(0).rank();
    return (int) Math.floorMod(node.arguments().integer(0, rank - 1L), (long) rank);
  }
}
