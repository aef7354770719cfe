package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;

/** y = a^b: da = b a^(b-1) dy, db = y ln(a) dy, for positive a. */
final class PowerRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Arithmetic math = tape.math();
    Value a = node.input(0);
    Value b = node.input(1);
    Value dy = gradients.of(node.output()).orElseThrow();
    if (gradients.needs(a)) {
      Value slope = math.multiply(b, math.custom("Pow", a, math.plus(b, -1)));
      gradients.add(a, math.sumTo(math.multiply(dy, slope), a.shape()));
    }
    if (gradients.needs(b)) {
      gradients.add(b, math.sumTo(math.multiply(dy, math.multiply(node.output(), math.apply(new Log(), a))), b.shape()));
    }
  }
}
