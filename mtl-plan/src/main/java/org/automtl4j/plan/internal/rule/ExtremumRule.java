package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * The larger or the smaller of two: the gradient goes to the one that was taken, at a tie to the first. ND4J's own backward operations are wrong for broadcast
 * inputs.
 *
 * @param comparison the operation that says whether the first input is taken
 */
record ExtremumRule(String comparison) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Arithmetic math = tape.math();
    Value dy = gradients.of(node.output()).orElseThrow();
    Value a = node.input(0);
    Value b = node.input(1);
    Value first = math.cast(tape.custom(comparison, Arguments.none(), a, b).get(0), dy.type());
    Value passed = math.multiply(dy, first);
    if (gradients.needs(a)) {
      gradients.add(a, math.sumTo(passed, a.shape()));
    }
    if (gradients.needs(b)) {
      gradients.add(b, math.sumTo(math.subtract(dy, passed), b.shape()));
    }
  }
}
