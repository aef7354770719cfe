package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;

/** Computes nodes that work on stored numbers only: exporters leave whole chains of them where a padding or a shape is a list of two numbers. */
final class OnnxConstants {
  private static final int MOST = 1 << 24;

  private OnnxConstants() {}

  /** Numbers with their axes, in C order. */
  private record Numbers(List<Long> shape, double[] values, boolean whole) {

    int axis(long axis) {
      return (int) Math.floorMod(axis, (long) Math.max(1, shape.size()));
    }
  }

  /** The numbers that a node of type Constant holds, in any of its forms. */
  static Optional<OnnxTensor> held(OnnxNode node) {
    String name = node.outputs().get(0);
    for (String form : List.of("value", "value_float", "value_int", "value_floats", "value_ints")) {
      Object value = node.attributes().get(form);
      if (value instanceof OnnxTensor tensor) {
        return Optional.of(tensor);
      } else if (value instanceof Number number) {
        return Optional.of(OnnxTensor.of(name, List.of(), new double[] {number.doubleValue()}, value instanceof Long));
      } else if (value instanceof List<?> list && form.endsWith("s")) {
        double[] values = list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
        return Optional.of(OnnxTensor.of(name, List.of((long) values.length), values, form.equals("value_ints")));
      } else if (value instanceof List<?> && !form.equals("value")) { // a writer left out a zero
        return Optional.of(OnnxTensor.of(name, List.of(), new double[1], form.equals("value_int")));
      }
    }
    return Optional.empty();
  }

  /**
   * @param node a node
   * @param inputs all that it reads, in order; an absent one is left out
   * @return its first output, if it is known how to compute it
   */
  static Optional<OnnxTensor> compute(OnnxNode node, List<Optional<OnnxTensor>> inputs) {
    if (inputs.isEmpty() || inputs.get(0).isEmpty() || inputs.get(0).get().length() > MOST) {
      return Optional.empty();
    }
    List<Optional<Numbers>> in = inputs.stream().map(tensor -> tensor.map(OnnxConstants::numbers)).toList();
    return apply(node, in.get(0).orElseThrow(), in).map(n -> OnnxTensor.of(node.outputs().get(0), n.shape(), n.values(), n.whole()));
  }

  private static Numbers numbers(OnnxTensor tensor) {
    return new Numbers(tensor.shape(), tensor.doubles(MOST), tensor.isWhole());
  }

  private static Optional<Numbers> apply(OnnxNode node, Numbers x, List<Optional<Numbers>> in) {
    return switch (node.type()) {
      case "Identity" -> Optional.of(x);
      case "Cast" -> Optional.of(cast(x, node.whole("to", 1)));
      case "Shape" -> Optional.of(list(x.shape()));
      case "ConstantOfShape" -> Optional.of(filled(node, x));
      case "Reshape" -> in.get(1).map(target -> reshaped(x, target));
      case "Flatten" -> Optional.of(new Numbers(List.of(1L, (long) x.values().length), x.values(), x.whole()));
      case "Unsqueeze" -> axes(node, in).map(axes -> unsqueezed(x, axes));
      case "Squeeze" -> Optional.of(squeezed(x, axes(node, in)));
      case "Transpose" -> Optional.of(transposed(x, node));
      case "Concat" -> joined(node, in);
      case "Gather" -> in.get(1).flatMap(indices -> gathered(x, indices, x.axis(node.whole("axis", 0))));
      case "Slice" -> sliced(node, x, in);
      case "Neg" -> Optional.of(each(x, value -> -value));
      case "Sqrt" -> Optional.of(each(x, Math::sqrt));
      case "Floor" -> Optional.of(each(x, Math::floor));
      case "Ceil" -> Optional.of(each(x, Math::ceil));
      case "Reciprocal" -> Optional.of(each(x, value -> 1 / value));
      case "Add" -> in.get(1).flatMap(y -> both(x, y, Double::sum));
      case "Sub" -> in.get(1).flatMap(y -> both(x, y, (a, b) -> a - b));
      case "Mul" -> in.get(1).flatMap(y -> both(x, y, (a, b) -> a * b));
      case "Div" -> in.get(1).flatMap(y -> both(x, y, (a, b) -> x.whole() ? (double) ((long) a / (b == 0 ? 1 : (long) b)) : a / b));
      case "Pow" -> in.get(1).flatMap(y -> both(x, y, Math::pow));
      default -> Optional.empty();
    };
  }

  private static Numbers list(List<Long> values) {
    return new Numbers(List.of((long) values.size()), values.stream().mapToDouble(Long::doubleValue).toArray(), true);
  }

  private static List<Long> wholes(Numbers numbers) {
    return Arrays.stream(numbers.values()).mapToObj(value -> (long) value).toList();
  }

  private static Optional<List<Long>> axes(OnnxNode node, List<Optional<Numbers>> in) {
    if (in.size() > 1 && in.get(1).isPresent()) {
      return in.get(1).map(OnnxConstants::wholes);
    }
    return node.attributes().get("axes") instanceof List<?> list && !list.isEmpty() ? Optional.of(list.stream().map(axis -> (Long) axis).toList()) : Optional.empty();
  }

  private static Numbers cast(Numbers x, long type) {
    boolean real = type == 1 || type == 10 || type == 11 || type == 16;
    return new Numbers(x.shape(), real || x.whole() ? x.values() : Arrays.stream(x.values()).map(value -> (double) (long) value).toArray(), !real);
  }

  private static Numbers filled(OnnxNode node, Numbers shape) {
    Numbers value = node.attributes().get("value") instanceof OnnxTensor tensor ? numbers(tensor) : new Numbers(List.of(1L), new double[1], false);
    List<Long> axes = wholes(shape);
    double[] values = new double[size(axes)];
    Arrays.fill(values, value.values()[0]);
    return new Numbers(axes, values, value.whole());
  }

  private static int size(List<Long> axes) {
    long size = 1;
    for (long axis : axes) {
      OnnxScope.need(axis >= 0 && (axis == 0 || size <= MOST / axis), "stored numbers of shape " + axes);
      size *= axis;
    }
    return (int) size;
  }

  private static Numbers reshaped(Numbers x, Numbers target) {
    List<Long> axes = new ArrayList<>(wholes(target));
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i) == 0 && i < x.shape().size()) {
        axes.set(i, x.shape().get(i));
      }
    }
    int free = axes.indexOf(-1L);
    if (free >= 0) {
      axes.set(free, 1L);
      axes.set(free, x.values().length / Math.max(1L, size(axes)));
    }
    OnnxScope.need(size(axes) == x.values().length, "stored numbers of shape " + x.shape() + " do not fit the shape " + axes);
    return new Numbers(axes, x.values(), x.whole());
  }

  private static Numbers unsqueezed(Numbers x, List<Long> axes) {
    int rank = x.shape().size() + axes.size();
    List<Long> shape = new ArrayList<>(x.shape());
    axes.stream().map(axis -> (int) Math.floorMod(axis, (long) rank)).sorted().forEach(axis -> shape.add(Math.min(axis, shape.size()), 1L));
    return new Numbers(shape, x.values(), x.whole());
  }

  private static Numbers squeezed(Numbers x, Optional<List<Long>> axes) {
    List<Integer> gone = axes.map(list -> list.stream().map(x::axis).toList()).orElse(List.of());
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < x.shape().size(); i++) {
      if (x.shape().get(i) != 1 || axes.isPresent() && !gone.contains(i)) {
        shape.add(x.shape().get(i));
      }
    }
    return new Numbers(shape, x.values(), x.whole());
  }

  private static long[] strides(List<Long> shape) {
    long[] strides = new long[shape.size()];
    long stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.get(i);
    }
    return strides;
  }

  /** Numbers of a new shape; each axis of it moves by a stride through the old ones. */
  private static Numbers view(Numbers x, List<Long> shape, long[] strides, long first) {
    double[] values = new double[size(shape)];
    long[] at = new long[shape.size()];
    long from = first;
    for (int i = 0; i < values.length; i++) {
      values[i] = x.values()[(int) from];
      for (int axis = at.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++at[axis] < shape.get(axis)) {
          break;
        }
        from -= strides[axis] * shape.get(axis);
        at[axis] = 0;
      }
    }
    return new Numbers(shape, values, x.whole());
  }

  private static Numbers transposed(Numbers x, OnnxNode node) {
    int rank = x.shape().size();
    List<Integer> order = node.attributes().get("perm") instanceof List<?> list ? list.stream().map(axis -> x.axis((Long) axis)).toList()
        : LongStream.range(0, rank).mapToObj(i -> (int) (rank - 1 - i)).toList();
    OnnxScope.need(order.size() == rank && order.stream().distinct().count() == rank, "the order of axes " + order + " for stored numbers of shape " + x.shape());
    long[] strides = strides(x.shape());
    return view(x, order.stream().map(x.shape()::get).toList(), order.stream().mapToLong(axis -> strides[axis]).toArray(), 0);
  }

  private static Optional<Numbers> joined(OnnxNode node, List<Optional<Numbers>> in) {
    List<Numbers> parts = in.stream().flatMap(Optional::stream).toList();
    boolean lists = parts.size() == in.size() && parts.stream().allMatch(part -> part.shape().size() == 1);
    if (!lists) {
      return Optional.empty();
    }
    double[] values = parts.stream().flatMapToDouble(part -> Arrays.stream(part.values())).toArray();
    return Optional.of(new Numbers(List.of((long) values.length), values, parts.get(0).whole()));
  }

  private static Optional<Numbers> gathered(Numbers x, Numbers indices, int axis) {
    if (x.shape().size() != 1 || axis != 0) {
      return Optional.empty();
    }
    int size = x.values().length;
    List<Long> at = wholes(indices);
    OnnxScope.need(at.stream().allMatch(i -> i >= -size && i < size), "it takes entries " + at + " of " + size);
    return Optional.of(new Numbers(indices.shape(), at.stream().mapToDouble(i -> x.values()[(int) Math.floorMod(i, (long) size)]).toArray(), x.whole()));
  }

  private static Optional<Numbers> sliced(OnnxNode node, Numbers x, List<Optional<Numbers>> in) {
    Optional<List<Long>> starts = given(node, "starts", in, 1);
    Optional<List<Long>> ends = given(node, "ends", in, 2);
    if (starts.isEmpty() || ends.isEmpty()) {
      return Optional.empty();
    }
    List<Long> axes = given(node, "axes", in, 3).orElseGet(() -> LongStream.range(0, starts.get().size()).boxed().toList());
    List<Long> steps = given(node, "steps", in, 4).orElseGet(() -> axes.stream().map(axis -> 1L).toList());
    List<Long> shape = new ArrayList<>(x.shape());
    long[] strides = strides(x.shape());
    long first = 0;
    for (int i = 0; i < axes.size(); i++) {
      int axis = x.axis(axes.get(i));
      long size = x.shape().get(axis);
      long step = steps.get(i);
      OnnxScope.need(step != 0, "it goes in steps of 0");
      long start = starts.get().get(i);
      long end = ends.get().get(i);
      start = Math.max(0, Math.min(step > 0 ? size : size - 1, start < 0 ? start + size : start));
      end = end < -size ? -1 : end < 0 ? end + size : Math.min(size, end);
      long count = step > 0 ? Math.max(0, (end - start + step - 1) / step) : Math.max(0, (start - end - step - 1) / -step);
      shape.set(axis, count);
      first += start * strides[axis];
      strides[axis] *= step;
    }
    return Optional.of(view(x, shape, strides, first));
  }

  private static Optional<List<Long>> given(OnnxNode node, String attribute, List<Optional<Numbers>> in, int input) {
    if (in.size() > input && in.get(input).isPresent()) {
      return in.get(input).map(OnnxConstants::wholes);
    }
    return node.attributes().get(attribute) instanceof List<?> list && !list.isEmpty() ? Optional.of(list.stream().map(value -> (Long) value).toList()) : Optional.empty();
  }

  private static Numbers each(Numbers x, DoubleUnaryOperator function) {
    return new Numbers(x.shape(), Arrays.stream(x.values()).map(function).toArray(), x.whole());
  }

  private static Optional<Numbers> both(Numbers x, Numbers y, DoubleBinaryOperator function) {
    int rank = Math.max(x.shape().size(), y.shape().size());
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long a = axis(x, rank, i);
      long b = axis(y, rank, i);
      if (a != b && a != 1 && b != 1) {
        return Optional.empty();
      }
      shape.add(Math.max(a, b));
    }
    Numbers wideX = spread(x, shape);
    Numbers wideY = spread(y, shape);
    double[] values = new double[wideX.values().length];
    Arrays.setAll(values, i -> function.applyAsDouble(wideX.values()[i], wideY.values()[i]));
    return Optional.of(new Numbers(shape, values, x.whole() && y.whole()));
  }

  private static long axis(Numbers x, int rank, int axis) {
    int own = axis - (rank - x.shape().size());
    return own < 0 ? 1 : x.shape().get(own);
  }

  private static Numbers spread(Numbers x, List<Long> shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    long[] own = strides(x.shape());
    long[] strides = new long[shape.size()];
    for (int i = 0; i < strides.length; i++) {
      int place = i - (strides.length - own.length);
      strides[i] = place < 0 || x.shape().get(place) == 1 ? 0 : own[place];
    }
    return view(x, shape, strides, 0);
  }
}
