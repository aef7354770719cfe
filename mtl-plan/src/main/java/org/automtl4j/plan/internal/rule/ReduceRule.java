package org.automtl4j.plan.internal.rule;

import java.util.List;
import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;

/**
 * Sums and means over dimensions: every element gets its result's gradient, divided by their number for a mean.
 *
 * @param mean whether it is a mean
 */
record ReduceRule(boolean mean) implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    Value x = node.input(0);
    int[] dimensions = node.dimensions();
    long count = Reductions.count(x.shape(), dimensions);
    if (count > 1 && !(tape.lowering() && x.type().isFPType())) {
      return Rule.super.forward(node, tape);
    }
    Value sum = tape.math().sum(x, dimensions).reshaped(Reductions.shape(x.shape(), dimensions, node.keepsDimensions()));
    return List.of(mean ? tape.math().scale(sum, 1.0 / count) : sum);
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (!gradients.needs(x)) {
      return;
    }
    Arithmetic math = tape.math();
    int[] dimensions = node.dimensions();
    Value dy = gradients.of(node.output()).orElseThrow();
    Value scaled = mean ? math.scale(dy, 1.0 / Reductions.count(x.shape(), dimensions)) : dy;
    gradients.add(x, math.broadcast(scaled.reshaped(Reductions.shape(x.shape(), dimensions, true)), x.shape()));
  }
}
