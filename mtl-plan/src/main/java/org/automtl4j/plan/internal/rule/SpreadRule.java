package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;

/**
 * Variance v = sum (x - m)^2 / d and its root s over dimensions, with d the number of elements, less one if corrected: dx = 2 (x - m) dv / d or (x - m) ds /
 * (s d). SameDiff's own gradient mixes the two kinds up.
 *
 * @param root whether it is the standard deviation
 */
record SpreadRule(boolean root) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (!gradients.needs(x)) {
      return;
    }
    Arithmetic math = tape.math();
    int[] dimensions = node.dimensions();
    long[] kept = Reductions.shape(x.shape(), dimensions, true);
    double count = Reductions.count(x.shape(), dimensions);
    boolean corrected = node.legacyOp() instanceof Variance variance && variance.isBiasCorrected();
    double divisor = corrected ? count - 1 : count;
    Value dy = gradients.of(node.output()).orElseThrow();
    Value slope = root ? math.scale(math.divide(dy, node.output()), 1 / divisor) : math.scale(dy, 2 / divisor);
    Value negativeMean = math.scale(math.sum(x, dimensions), -1 / count);
    gradients.add(x, math.multiply(math.add(x, negativeMean), slope.reshaped(kept)));
  }
}
