package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** Constant numbers around an array: the gradient's inner part passes. */
final class PadRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (!gradients.needs(x)) {
      return;
    }
    if (node.arguments().integer(0, 0) != 0 || !node.input(1).isConstant()) {
      throw new IllegalArgumentException("there is a backward rule only for padding with a constant by constant widths, not for " + node.where());
    }
    long[] arguments = new long[2 * x.rank()];
    for (int d = 0; d < x.rank(); d++) {
      arguments[d] = node.input(1).array().getLong(d, 0);
      arguments[x.rank() + d] = x.size(d);
    }
    gradients.add(x, tape.custom("slice", Arguments.of(arguments), gradients.of(node.output()).orElseThrow()).get(0));
  }
}
