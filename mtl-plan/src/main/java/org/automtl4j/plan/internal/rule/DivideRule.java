package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * y = a / b: da = dy / b, db = -y dy / b. ND4J's own backward operation is wrong where the divisor is broadcast.
 *
 * @param reversed whether the second input is divided by the first
 */
record DivideRule(boolean reversed) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Arithmetic math = tape.math();
    Value dy = gradients.of(node.output()).orElseThrow();
    Value a = node.input(reversed ? 1 : 0);
    Value b = node.input(reversed ? 0 : 1);
    Value quotient = math.divide(dy, b);
    if (gradients.needs(a)) {
      gradients.add(a, math.sumTo(quotient, a.shape()));
    }
    if (gradients.needs(b)) {
      gradients.add(b, math.negate(math.sumTo(math.multiply(quotient, node.output()), b.shape())));
    }
  }
}
