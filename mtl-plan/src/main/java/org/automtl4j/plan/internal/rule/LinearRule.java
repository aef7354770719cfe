package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** Y = X W + b: dX = dY W^T, dW = X^T dY, db = the sum of dY's rows. */
final class LinearRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    if (node.arguments().integers().length > 0) {
      throw new IllegalArgumentException("there is a backward rule only without transpositions, not for " + node.where());
    }
    Arithmetic math = tape.math();
    Value dy = gradients.of(node.output()).orElseThrow();
    if (gradients.needs(node.input(0))) {
      gradients.add(node.input(0), math.matmul(dy, node.input(1), false, true));
    }
    if (gradients.needs(node.input(1))) {
      gradients.add(node.input(1), math.matmul(node.input(0), dy, true, false));
    }
    if (gradients.needs(node.input(2))) {
      gradients.add(node.input(2), math.sum(dy, 0));
    }
  }
}
