package org.automtl4j.plan.internal.rule;

import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.compile.Epilogue;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * y = s a + t b with signs s and t: add, subtract and their reverse.
 *
 * @param left s
 * @param right t
 */
record LinearPairRule(int left, int right) implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    if (left != 1 || right != 1) {
      return Rule.super.forward(node, tape);
    }
    Value a = node.input(0);
    Value b = node.input(1);
    Optional<Value> together = a.sameShape(b) && a.type() == b.type() ? Epilogue.sum(a, b, tape) : Optional.empty();
    return List.of(together.orElseGet(() -> tape.math().add(a, b)));
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
