package org.automtl4j.graph.plan.internal.rule;

import java.util.List;
import org.automtl4j.graph.plan.internal.Gradients;
import org.automtl4j.graph.plan.internal.Node;
import org.automtl4j.graph.plan.internal.Rule;
import org.automtl4j.graph.plan.internal.Tape;
import org.automtl4j.graph.plan.internal.Value;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Two-dimensional convolutions, plain and depthwise: input, weights and an optional bias.
 *
 * @param op the operation's name
 */
record ConvolutionRule(String op) implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    return tape.custom(op, node.arguments(), helpers(node), node.inputs().toArray(Value[]::new));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    Value weights = node.input(1);
    Value dy = gradients.of(node.output()).orElseThrow();
    if (gradients.needs(x) || gradients.needs(weights)) {
      List<Value> results = tape.custom(op + "_bp", node.arguments(), helpers(node), x, weights, dy);
      gradients.add(x, results.get(0));
      gradients.add(weights, results.get(1));
    }
    if (node.hasInput(2) && gradients.needs(node.input(2))) {
      boolean channelsFirst = node.arguments().integer(9, 0) == 0;
      gradients.add(node.input(2), channelsFirst ? tape.math().sum(dy, 0, 2, 3) : tape.math().sum(dy, 0, 1, 2));
    }
  }

  /** oneDNN, which computes in single precision only, refuses dilations. */
  private static boolean helpers(Node node) {
    boolean dilated = node.arguments().integer(6, 1) > 1 || node.arguments().integer(7, 1) > 1;
    return !dilated || node.input(0).type() != DataType.FLOAT;
  }
}
