package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** Arrays one after the other: each gets its slice of the gradient. */
final class ConcatRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value dy = gradients.of(node.output()).orElseThrow();
    int dimension = (int) Math.floorMod(node.arguments().integer(0), (long) dy.rank());
    long start = 0;
    for (Value input : node.inputs()) {
      if (gradients.needs(input)) {
        long[] arguments = new long[2 * dy.rank()];
        arguments[dimension] = start;
        System.arraycopy(input.shape(), 0, arguments, dy.rank(), dy.rank());
        gradients.add(input, tape.custom("slice", Arguments.of(arguments), dy).get(0));
      }
      start += input.size(dimension);
    }
  }
}
