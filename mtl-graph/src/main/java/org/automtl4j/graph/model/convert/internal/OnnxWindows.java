package org.automtl4j.graph.model.convert.internal;

import static org.automtl4j.graph.model.convert.internal.OnnxScope.need;
import static org.automtl4j.graph.model.convert.internal.OnnxScope.number;
import static org.automtl4j.graph.model.convert.internal.OnnxScope.same;

import java.util.List;
import java.util.stream.LongStream;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions, pooling and zeros around maps. */
final class OnnxWindows {
  private final OnnxScope scope;

  OnnxWindows(OnnxScope scope) {
    this.scope = scope;
  }

  Value convolution(OnnxNode node) {
    OnnxTensor weight = scope.tensor(node, 1);
    need(weight.shape().size() == 4 && weight.shape().get(2).equals(weight.shape().get(3)), "kernel " + weight.shape() + "; it must be square");
    long[] s = weight.shape().stream().mapToLong(Long::longValue).toArray();
    need(same(node, "kernel_shape", 2, s[2]) == s[2], "its kernel_shape is not that of its kernel " + weight.shape());
    int dilation = same(node, "dilations", 2, 1);
    int stride = same(node, "strides", 2, 1);
    Value in = scope.map(node, 0);
    int[] sides = sides(node, in, number(s[2]), stride, dilation);
    INDArray kernel = Nd4j.create(weight.floats(), s, 'c').permute(2, 3, 1, 0).dup('c');
    String name = scope.name(node, 1);
    Convolution c = new Convolution(name, number(s[0]), number(s[2]), stride, least(sides), dilation, number(node.whole("group", 1)), node.input(2).isPresent());
    return scope.assembly().convolution(c, around(name, in, sides), kernel, node.input(2).isPresent() ? List.of(scope.vector(node, 2)) : List.of());
  }

  Value pool(OnnxNode node, boolean maximum) {
    Value in = scope.map(node, 0);
    long[] kernels = node.wholes("kernel_shape", 2, 0);
    boolean whole = in.isSized() && in.pad() == 0 && kernels[0] == in.shape().height() && kernels[1] == in.shape().width()
        && LongStream.of(node.wholes("pads", 4, 0)).allMatch(pad -> pad == 0);
    if (whole) {
      return global(node, maximum);
    }
    int kernel = same(node, "kernel_shape", 2, 0);
    int stride = same(node, "strides", 2, 1);
    need(same(node, "dilations", 2, 1) == 1 && node.whole("storage_order", 0) == 0, "it is dilated");
    need(node.outputs().size() == 1 || node.outputs().get(1).isEmpty(), "it gives indices");
    boolean counts = node.whole("count_include_pad", 0) == 1;
    int[] sides = sides(node, in, kernel, stride, 1);
    boolean even = least(sides) == most(sides) && least(sides) <= kernel / 2;
    need(even || (maximum ? in.rectified() : counts), "padding " + List.of(sides[0], sides[1], sides[2], sides[3]) + " differs between the sides"
        + (maximum ? ", and values below zero may lie beside it" : ", and its mean leaves the padding out"));
    String name = scope.name(node);
    Value map = even ? in : scope.assembly().zeros(scope.assembly().name(name + ".padding"), sides[0], sides[2], sides[1], sides[3], in);
    Pooling.Mode mode = maximum ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE;
    return scope.assembly().pool(new Pooling(name, mode, kernel, stride, even ? least(sides) : 0, node.whole("ceil_mode", 0) == 1, false, counts), map);
  }

  Value global(OnnxNode node, boolean maximum) {
    Value in = scope.any(node, 0);
    need(in.form() == Value.Form.MAP || in.form() == Value.Form.CHANNELS_LAST, "it reads no map");
    return scope.assembly().pool(new Pooling(scope.name(node), maximum ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE, 0, 1, 0, false, true), in);
  }

  /** Over height and width it is a global pooling; flattened or not, both are one pixel. */
  Value reduced(OnnxNode node) {
    List<Long> axes = scope.wholes(node, "axes", 1).orElse(List.of());
    boolean last = scope.any(node, 0).form() == Value.Form.CHANNELS_LAST;
    boolean fits = axes.size() == 2 && axes.stream().map(axis -> Math.floorMod(axis, 4L)).toList().containsAll(last ? List.of(1L, 2L) : List.of(2L, 3L));
    need(fits, "it goes over axes " + axes + ", not over height and width");
    Value pooled = global(node, node.type().equals("ReduceMax"));
    return node.whole("keepdims", 1) == 0 ? pooled.in(Value.Form.FLAT, 0) : last ? pooled.in(Value.Form.CHANNELS_LAST, 0) : pooled;
  }

  /** Even zeros wait for the layer that takes them over; others are a layer of their own. */
  Value pad(OnnxNode node) {
    List<Long> p = node.input(1).isPresent() ? scope.tensor(node, 1).wholes() : LongStream.of(node.wholes("pads", 8, -1)).boxed().toList();
    float value = node.input(2).isPresent() ? scope.scalar(node, 2) : node.real("value", 0);
    need(node.text("mode", "constant").equals("constant") && value == 0 && p.size() == 8 && p.stream().allMatch(n -> n >= 0) && p.get(0) + p.get(1) + p.get(4) + p.get(5) == 0
        && node.input(3).isEmpty(), "it adds " + p + " of " + value + ", allowed are zeros above, below, left and right");
    int[] sides = {number(p.get(2)), number(p.get(3)), number(p.get(6)), number(p.get(7))};
    Value in = scope.map(node, 0);
    return most(sides) == 0 ? in : least(sides) == most(sides) ? in.padded(sides[0]) : scope.assembly().zeros(scope.name(node), sides[0], sides[2], sides[1], sides[3], in);
  }

  /** What a convolution does not add on every side is a layer before it. */
  private Value around(String name, Value in, int[] sides) {
    int least = least(sides);
    return least == most(sides) ? in
        : scope.assembly().zeros(scope.assembly().name(name + ".padding"), sides[0] - least + in.pad(), sides[2] - least + in.pad(), sides[1] - least + in.pad(), sides[3] - least + in.pad(), in);
  }

  /** Padding above, left, below, right. */
  private static int[] sides(OnnxNode node, Value in, int kernel, int stride, int dilation) {
    String auto = node.text("auto_pad", "NOTSET");
    if (auto.startsWith("SAME")) {
      int[] rows = keeping(in, in.shape().height(), kernel, stride, dilation, auto.endsWith("UPPER"));
      int[] columns = keeping(in, in.shape().width(), kernel, stride, dilation, auto.endsWith("UPPER"));
      return new int[] {rows[0], columns[0], rows[1], columns[1]};
    }
    long[] p = auto.equals("VALID") ? new long[4] : node.wholes("pads", 4, 0);
    return new int[] {number(p[0]), number(p[1]), number(p[2]), number(p[3])};
  }

  /** So much that the output has the size of the input divided by the stride, rounded up. */
  private static int[] keeping(Value in, int size, int kernel, int stride, int dilation, boolean upper) {
    int reach = dilation * (kernel - 1) + 1;
    need(size > 0 || stride == 1, "its padding depends on the input's size, which the file does not say");
    int whole = size > 0 ? size + 2 * in.pad() : 1;
    int sum = stride == 1 ? reach - 1 : Math.max(0, ((whole + stride - 1) / stride - 1) * stride + reach - whole);
    return upper ? new int[] {sum / 2, sum - sum / 2} : new int[] {sum - sum / 2, sum / 2};
  }

  private static int least(int[] sides) {
    return Math.min(Math.min(sides[0], sides[1]), Math.min(sides[2], sides[3]));
  }

  private static int most(int[] sides) {
    return Math.max(Math.max(sides[0], sides[1]), Math.max(sides[2], sides[3]));
  }
}
