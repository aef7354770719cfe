package org.automtl4j.graph.plan.internal.rule;

import org.automtl4j.graph.plan.internal.Gradients;
import org.automtl4j.graph.plan.internal.Node;
import org.automtl4j.graph.plan.internal.Rule;
import org.automtl4j.graph.plan.internal.Tape;
import org.automtl4j.graph.plan.internal.Value;
import java.util.List;

/**
 * y = s a + t b with signs s and t: add, subtract and their reverse.
 *
 * @param left s
 * @param right t
 */
record LinearPairRule(int left, int right) implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    return left == 1 && right == 1 ? List.of(tape.math().add(node.input(0), node.input(1))) : Rule.super.forward(node, tape);
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value dy = gradients.of(node.output()).orElseThrow();
    pass(node.input(0), left, dy, gradients, tape);
    pass(node.input(1), right, dy, gradients, tape);
  }

  private static void pass(Value input, int sign, Value dy, Gradients gradients, Tape tape) {
    if (gradients.needs(input)) {
      Value summed = tape.math().sumTo(dy, input.shape());
      gradients.add(input, sign < 0 ? tape.math().negate(summed) : summed);
    }
  }
}
