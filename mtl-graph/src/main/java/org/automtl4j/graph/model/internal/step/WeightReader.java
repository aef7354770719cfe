package org.automtl4j.graph.model.internal.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;

/** Recognises the numbers that an operation reads: parameters, ranges of their outputs, and both in another shape. */
final class WeightReader {
  private final SameDiff sd;
  private final InferenceOps ops;

  WeightReader(SameDiff sd, InferenceOps ops) {
    this.sd = sd;
    this.ops = ops;
  }

  /**
   * @param variable what is read
   * @param layer who reads it, for messages
   */
  Weight read(String variable, String layer) {
    SDVariable v = sd.getVariable(variable);
    if (v.getVariableType() == VariableType.VARIABLE) {
      return Weight.whole(variable, v.getArr().shape());
    }
    SameDiffOp maker = ops.maker(variable);
    if (maker == null || ops.isActivation(variable)) {
      throw Refusal.of(layer, "it reads '" + variable + "' where a stored parameter is needed");
    }
    String name = maker.getOp().opName();
    switch (name) {
      case "identity":
        return read(maker.getInputsToOp().get(0), layer);
      case "reshape":
        return reshape(maker, read(maker.getInputsToOp().get(0), layer));
      case "strided_slice":
        Weight whole = read(maker.getInputsToOp().get(0), layer);
        Slice slice = Slice.of((CustomOp) maker.getOp(), whole.rank());
        int last = whole.rank() - 1;
        if (!whole.isWhole() || !slice.isAlong(last, whole.shape())) {
          throw Refusal.of(layer, "it slices the parameter '" + whole.parameter() + "' along another axis than the last");
        }
        return whole.outputs(slice.from(last), slice.to(last, whole.size(last)));
      default:
        throw Refusal.of(layer, "its weights are computed by '" + name + "' and not stored; only the stages COMMON, TASK_SPECIFIC and HARD can be exported");
    }
  }

  private static Weight reshape(SameDiffOp maker, Weight weight) {
    long[] arguments = ((CustomOp) maker.getOp()).iArgs();
    int first = arguments.length > 0 && arguments[0] < -1 ? 1 : 0; // the order comes first, as a negative character
    List<Long> shape = new ArrayList<>(LongStream.of(arguments).skip(first).boxed().toList());
    long known = shape.stream().filter(n -> n > 0).reduce(1L, (a, b) -> a * b);
    long all = weight.shape().stream().reduce(1L, (a, b) -> a * b);
    shape.replaceAll(n -> n < 0 ? all / known : n);
    return weight.reshaped(shape);
  }
}
