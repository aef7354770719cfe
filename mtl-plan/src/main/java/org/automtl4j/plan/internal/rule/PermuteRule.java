package org.automtl4j.plan.internal.rule;

import java.util.Arrays;
import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** The dimensions in another order; without arguments in reverse order. */
final class PermuteRule implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    long[] order = node.arguments().integers();
    boolean plain = order.length == node.input(0).rank() && Arrays.stream(order).allMatch(d -> d >= 0);
    return plain ? List.of(tape.math().permute(node.input(0), order)) : Rule.super.forward(node, tape);
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      long[] order = node.arguments().integers();
      long[] inverse = new long[x.rank()];
      for (int d = 0; d < inverse.length; d++) {
        int from = order.length == 0 ? inverse.length - 1 - d : (int) Math.floorMod(order[d], (long) inverse.length);
        inverse[from] = d;
      }
      gradients.add(x, tape.math().permute(gradients.of(node.output()).orElseThrow(), inverse));
    }
  }
}
