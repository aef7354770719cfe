package org.automtl4j.plan.internal.rule;

import java.util.Arrays;
import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;

/** y = ln sum exp x over dimensions: dx = exp(x - y) dy. */
final class LogSumExpRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      Arithmetic math = tape.math();
      int[] dimensions = Reductions.normal(Arrays.stream(node.arguments().integers()).mapToInt(Math::toIntExact).toArray(), x.rank());
      long[] kept = Reductions.shape(x.shape(), dimensions, true);
      Value share = math.apply(new Exp(), math.subtract(x, node.output().reshaped(kept)));
      gradients.add(x, math.multiply(share, gradients.of(node.output()).orElseThrow().reshaped(kept)));
    }
  }
}
