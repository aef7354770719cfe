package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** Another data type: between floating-point types the gradient is cast back, from other types there is none. */
final class CastRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      gradients.add(x, tape.math().cast(gradients.of(node.output()).orElseThrow(), x.type()));
    }
  }
}
