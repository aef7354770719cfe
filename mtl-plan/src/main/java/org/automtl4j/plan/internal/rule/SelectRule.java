package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** The first array where a condition holds, else the second: the gradient goes where the number came from. */
final class SelectRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value first = node.input(1);
    Value second = node.input(2);
    if (!first.sameShape(second) || !first.sameShape(node.input(0))) {
      throw new IllegalArgumentException("there is a backward rule only for arrays of one shape, not for " + node.where());
    }
    Arithmetic math = tape.math();
    Value dy = gradients.of(node.output()).orElseThrow();
    Value taken = math.multiply(dy, math.cast(node.input(0), dy.type()));
    gradients.add(first, taken);
    if (gradients.needs(second)) {
      gradients.add(second, math.subtract(dy, taken));
    }
  }
}
