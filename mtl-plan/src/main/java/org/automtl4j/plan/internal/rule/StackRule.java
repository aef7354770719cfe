package org.automtl4j.plan.internal.rule;

import java.util.Arrays;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** Arrays of one shape along a new dimension: each gets its slice of the gradient. */
final class StackRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value dy = gradients.of(node.output()).orElseThrow();
    int dimension = (int) Math.floorMod(node.arguments().integer(0, 0), (long) dy.rank());
    for (int i = 0; i < node.inputs().size(); i++) {
      if (gradients.needs(node.input(i))) {
        long[] arguments = Arrays.copyOf(new long[dy.rank()], 2 * dy.rank());
        arguments[dimension] = i;
        System.arraycopy(dy.shape(), 0, arguments, dy.rank(), dy.rank());
        arguments[dy.rank() + dimension] = 1;
        gradients.add(node.input(i), tape.custom("slice", Arguments.of(arguments), dy).get(0));
      }
    }
  }
}
