package org.automtl4j.plan.internal.rule;

import java.util.stream.IntStream;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** One number for each channel added: the gradient passes, and is summed for each channel. */
final class BiasRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value dy = gradients.of(node.output()).orElseThrow();
    gradients.add(node.input(0), dy);
    if (gradients.needs(node.input(1))) {
      int channel = node.arguments().flag(0, false) ? 1 : dy.rank() - 1;
      gradients.add(node.input(1), tape.math().sum(dy, IntStream.range(0, dy.rank()).filter(d -> d != channel).toArray()));
    }
  }
}
