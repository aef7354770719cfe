package org.automtl4j.plan.internal.rule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.LargeImages;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.host.MomentsKernel;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;

/**
 * Mean m and biased variance v over dimensions. The centred input x - m is computed once and used by the batch normalisation and by both backward passes:
 * dx = dm / n + 2 (x - m) dv / n.
 */
final class MomentsRule implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    Value x = node.input(0);
    if (!tape.lowering() || !x.type().isFPType() || node.inputs().size() > 1) {
      return Rule.super.forward(node, tape);
    }
    Arithmetic math = tape.math();
    int[] dimensions = dimensions(node);
    double count = Reductions.count(x.shape(), dimensions);
    long[] shape = Reductions.shape(x.shape(), dimensions, node.arguments().flag(0, false));
    if (LargeImages.are(x) && Arrays.equals(dimensions, allButTheSecond(x.rank()))) {
      List<Value> moments = tape.emit(new MomentsKernel(), List.of(tape.fresh(x.type(), shape), tape.fresh(x.type(), shape)), x);
      tape.moments(moments.get(0), moments.get(1), x);
      return moments;
    }
    Value mean = math.scale(math.sum(x, dimensions), 1 / count).reshaped(shape);
    Value centred = centred(tape, x, mean, dimensions);
    Value variance = math.scale(math.sum(math.apply(new Square(), centred), dimensions), 1 / count).reshaped(shape);
    return List.of(mean, variance);
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (!gradients.needs(x)) {
      return;
    }
    Arithmetic math = tape.math();
    int[] dimensions = dimensions(node);
    long[] kept = Reductions.shape(x.shape(), dimensions, true);
    double count = Reductions.count(x.shape(), dimensions);
    var meanGradient = gradients.of(node.outputs().get(0)).map(d -> math.scale(d, 1 / count).reshaped(kept));
    var varianceGradient = gradients.of(node.outputs().get(1)).map(d -> math.scale(d, 2 / count).reshaped(kept));
    if (varianceGradient.isPresent()) {
      Value spread = math.multiply(centred(tape, x, node.outputs().get(0), dimensions), varianceGradient.get());
      gradients.add(x, meanGradient.map(d -> math.add(spread, d)).orElse(spread));
    } else {
      gradients.add(x, math.broadcast(meanGradient.orElseThrow(), x.shape()));
    }
  }

  /** x - m, the same value for every reader. */
  static Value centred(Tape tape, Value x, Value mean, int... dimensions) {
    long[] kept = Reductions.shape(x.shape(), dimensions, true);
    return tape.memo(Arrays.asList("centred", x, mean.base(), Arrays.toString(dimensions)), () -> tape.math().add(x, tape.math().negate(mean).reshaped(kept)));
  }

  private static int[] allButTheSecond(int rank) {
    return IntStream.range(0, rank).filter(d -> d != 1).toArray();
  }

  private static int[] dimensions(Node node) {
    return Reductions.normal(Arrays.stream(node.arguments().integers()).mapToInt(Math::toIntExact).toArray(), node.input(0).rank());
  }
}
