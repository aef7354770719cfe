package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** y = (a - b)^2: da = 2 (a - b) dy = -db. */
final class SquaredDifferenceRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Arithmetic math = tape.math();
    Value a = node.input(0);
    Value b = node.input(1);
    Value dy = gradients.of(node.output()).orElseThrow();
    Value da = math.scale(math.multiply(math.subtract(a, b), dy), 2);
    if (gradients.needs(a)) {
      gradients.add(a, math.sumTo(da, a.shape()));
    }
    if (gradients.needs(b)) {
      gradients.add(b, math.negate(math.sumTo(da, b.shape())));
    }
  }
}
