package org.automtl4j.graph.model.internal.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.automtl4j.graph.model.internal.step.Operation.Combine.Kind;
import org.automtl4j.graph.model.internal.step.Operation.Window;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/** Reads the operations of an inference graph as {@link Step}s, one each, in topological order. What has no counterpart is refused here. */
public final class StepReader {
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of("relu", Activation.RELU, "relu6", Activation.RELU6, "sigmoid", Activation.SIGMOID, "tanh", Activation.TANH, "softplus", Activation.SOFTPLUS);
  private static final Map<String, Kind> COMBINATIONS =
      Map.of("add", Kind.ADD, "subtract", Kind.SUBTRACT, "multiply", Kind.MULTIPLY, "maximum", Kind.MAXIMUM);

  private final SameDiff sd;
  private final InferenceOps ops;
  private final WeightReader weights;

  public StepReader(SameDiff sd, InferenceOps ops) {
    this.sd = sd;
    this.ops = ops;
    this.weights = new WeightReader(sd, ops);
  }

  public List<Step> read() {
    List<Step> steps = new ArrayList<>();
    for (SameDiffOp op : ops.onActivations()) {
      List<String> activations = InferenceOps.inputs(op).stream().filter(ops::isActivation).toList();
      steps.add(new Step(op.getOutputsOfOp().get(0), activations, operation(op)));
    }
    return steps;
  }

  private Operation operation(SameDiffOp op) {
    String name = op.getOp().opName();
    if (ACTIVATIONS.containsKey(name)) {
      return activation(op, ACTIVATIONS.get(name));
    }
    if (COMBINATIONS.containsKey(name)) {
      return combination(op, COMBINATIONS.get(name));
    }
    return switch (name) {
      case "conv2d" -> new Operation.Convolve(weight(op, 1), optional(op, 2), window(op, true));
      case "depthwise_conv2d" -> new Operation.Depthwise(weight(op, 1), optional(op, 2), window(op, true));
      case "batchnorm" -> normalization(op);
      case "maxpool2d", "avgpool2d" -> pool(op, name.equals("maxpool2d"));
      case "pad" -> pad(op);
      case "reduce_mean", "reduce_max" -> globalPool(op, name.equals("reduce_max"));
      case "matmul" -> linear(op);
      case "concat" -> concatenation(op);
      case "strided_slice" -> channels(op);
      case "reshape" -> reshape(op);
      case "permute", "transpose" -> new Operation.Transpose(LongStream.of(((CustomOp) op.getOp()).iArgs()).mapToObj(axis -> (int) axis).toList());
      case "identity" -> new Operation.Affine(1, 0);
      case "mul_scalar" -> new Operation.Affine(scalar(op), 0);
      case "div_scalar" -> new Operation.Affine(1 / scalar(op), 0);
      case "add_scalar" -> new Operation.Affine(1, scalar(op));
      case "sub_scalar" -> new Operation.Affine(1, -scalar(op));
      case "moments" -> throw Refusal.of(layer(op), "it normalises with the statistics of the batch at hand; a BatchNorm must track running statistics");
      default -> throw Refusal.of(layer(op), "there is no layer or vertex for '" + name + "'");
    };
  }

  private Operation activation(SameDiffOp op, Activation function) {
    if (op.getOp() instanceof ScalarOp s && s.scalar() != null && s.scalar().getDouble(0) != 0) {
      throw Refusal.of(layer(op), "'" + s.opName() + "' with a threshold other than 0");
    }
    return new Operation.Activate(function);
  }

  private Operation combination(SameDiffOp op, Kind kind) {
    List<String> inputs = op.getInputsToOp();
    if (inputs.stream().allMatch(ops::isActivation)) {
      return new Operation.Combine(kind);
    }
    String other = inputs.get(ops.isActivation(inputs.get(0)) ? 1 : 0);
    SDVariable v = sd.getVariable(other);
    boolean constant = v.getVariableType() == VariableType.CONSTANT;
    if (constant && v.getArr().length() == 1 && v.getArr().rank() == 0 && kind != Kind.MAXIMUM && (kind != Kind.SUBTRACT || other.equals(inputs.get(1)))) {
      double c = v.getArr().getDouble(0);
      return kind == Kind.MULTIPLY ? new Operation.Affine(c, 0) : new Operation.Affine(1, kind == Kind.ADD ? c : -c);
    }
    if (constant && kind == Kind.MULTIPLY && v.getArr().rank() == 4 && v.getArr().size(0) == 1 && v.getArr().size(1) == 1) {
      INDArray map = v.getArr();
      List<Double> values = DoubleStream.of(map.dup('c').data().asDouble()).boxed().toList();
      return new Operation.Factors((int) map.size(2), (int) map.size(3), values);
    }
    if (kind == Kind.MULTIPLY && !constant) {
      Weight factors = weights.read(other, layer(op));
      if (factors.isWhole() && factors.rank() == 4 && factors.size(0) * factors.size(2) * factors.size(3) == 1) { // [1, C, 1, 1]: a depthwise convolution of one pixel
        return new Operation.Depthwise(factors.reshaped(List.of(1L, 1L, factors.size(1), 1L)), Optional.empty(), new Window(1, 1, 1, 1, 0, 0, 1, 1));
      }
    }
    if (kind == Kind.ADD && !constant) {
      return new Operation.AddBias(weights.read(other, layer(op)));
    }
    throw Refusal.of(layer(op), "'" + op.getOp().opName() + "' of a map and '" + other + "'");
  }

  private Operation normalization(SameDiffOp op) {
    long[] a = ((CustomOp) op.getOp()).iArgs(); // has gamma, has beta, axis
    if (a.length > 2 && a[2] != 1 || a[0] != a[1]) {
      throw Refusal.of(layer(op), "a normalisation along another axis than the channels, or with gamma or beta alone");
    }
    double epsilon = ((CustomOp) op.getOp()).tArgs()[0];
    boolean affine = a[0] == 1 && !(isFilled(op, 3, 1) && isFilled(op, 4, 0));
    return new Operation.Normalize(
        weight(op, 1), weight(op, 2), affine ? optional(op, 3) : Optional.empty(), affine ? optional(op, 4) : Optional.empty(), epsilon);
  }

  /** Whether an input is a constant of equal numbers: gamma and beta of a BatchNorm that learns none. */
  private boolean isFilled(SameDiffOp op, int input, double value) {
    SDVariable v = sd.getVariable(op.getInputsToOp().get(input));
    return v.getVariableType() == VariableType.CONSTANT && v.getArr().minNumber().doubleValue() == value && v.getArr().maxNumber().doubleValue() == value;
  }

  private Operation pool(SameDiffOp op, boolean maximum) {
    Window window = window(op, false);
    long extra = ((CustomOp) op.getOp()).iArgs()[9];
    boolean padded = window.padHeight() + window.padWidth() > 0;
    if (window.isDilated() || !maximum && padded && extra != 1) {
      throw Refusal.of(layer(op), "a dilated pooling, or an average that leaves the padding out");
    }
    Window unpadded = new Window(window.kernelHeight(), window.kernelWidth(), window.strideHeight(), window.strideWidth(), 0, 0, 1, 1);
    var padding = new Operation.Padding(window.padHeight(), window.padHeight(), window.padWidth(), window.padWidth());
    return new Operation.Pool(maximum, unpadded, padding, Optional.empty());
  }

  private Operation pad(SameDiffOp op) {
    CustomOp pad = (CustomOp) op.getOp();
    INDArray sides = sd.getVariable(op.getInputsToOp().get(1)).getArr();
    boolean plain = sides != null && sides.rank() == 2 && sides.size(0) == 4 && pad.iArgs()[0] == 0;
    for (int i = 0; plain && i < 4; i++) {
      plain = sides.getInt(i / 2, i % 2) == 0;
    }
    if (!plain) {
      throw Refusal.of(layer(op), "a padding other than constant borders of height and width");
    }
    double value = pad.tArgs().length > 0 ? pad.tArgs()[0] : 0;
    return new Operation.Pad(new Operation.Padding(sides.getInt(2, 0), sides.getInt(2, 1), sides.getInt(3, 0), sides.getInt(3, 1)), value);
  }

  private Operation globalPool(SameDiffOp op, boolean maximum) {
    ReduceOp reduce = (ReduceOp) op.getOp();
    long[] axes = reduce.dimensions() == null ? new long[0] : reduce.dimensions().toLongVector();
    if (axes.length != 2 || axes[0] != 2 || axes[1] != 3) {
      throw Refusal.of(layer(op), "'" + reduce.opName() + "' over other axes than height and width");
    }
    return new Operation.GlobalPool(maximum, reduce.isKeepDims());
  }

  private Operation linear(SameDiffOp op) {
    boolean transposed = LongStream.of(((CustomOp) op.getOp()).iArgs()).anyMatch(a -> a != 0);
    Weight matrix = weight(op, 1);
    if (transposed || matrix.rank() != 2 || !matrix.isWhole()) {
      throw Refusal.of(layer(op), "a matrix product that is transposed or not with a whole matrix");
    }
    return new Operation.Linear(matrix, Optional.empty());
  }

  private Operation concatenation(SameDiffOp op) {
    if (((CustomOp) op.getOp()).iArgs()[0] != 1) {
      throw Refusal.of(layer(op), "a concatenation along another axis than the channels");
    }
    return new Operation.Concatenate();
  }

  private Operation channels(SameDiffOp op) {
    Slice slice = Slice.of((CustomOp) op.getOp(), 4);
    if (!slice.isAlong(1, List.of(-1L, Long.MAX_VALUE, -1L, -1L)) || slice.to(1, -1) < 0) {
      throw Refusal.of(layer(op), "a slice of something else than channels");
    }
    return new Operation.Channels((int) slice.from(1), (int) slice.to(1, -1));
  }

  private Operation reshape(SameDiffOp op) {
    long[] a = ((CustomOp) op.getOp()).iArgs();
    int first = a.length > 0 && a[0] < -1 ? 1 : 0;
    List<Long> shape = LongStream.of(a).skip(first).boxed().toList();
    if (first == 1 && a[0] != -'c' || shape.isEmpty() || shape.get(0) != -1) {
      throw Refusal.of(layer(op), "a reshape to " + shape + "; its first axis must be -1");
    }
    return new Operation.Reshape(shape);
  }

  private Window window(SameDiffOp op, boolean kernel) {
    long[] a = ((CustomOp) op.getOp()).iArgs();
    int format = kernel ? 9 : 10;
    if (a[8] != 0 || a.length > format && a[format] != 0 || kernel && a.length > 10 && a[10] != 0) {
      throw Refusal.of(layer(op), "padding must be explicit, maps NCHW and kernels [kH, kW, inputs, outputs]");
    }
    return Window.of(a);
  }

  private Weight weight(SameDiffOp op, int input) {
    return weights.read(op.getInputsToOp().get(input), layer(op));
  }

  private Optional<Weight> optional(SameDiffOp op, int input) {
    return op.getInputsToOp().size() > input ? Optional.of(weight(op, input)) : Optional.empty();
  }

  private static double scalar(SameDiffOp op) {
    return ((ScalarOp) op.getOp()).scalar().getDouble(0);
  }

  private static String layer(SameDiffOp op) {
    return op.getOutputsOfOp().get(0);
  }
}
