package org.automtl4j.graph.model.internal.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.model.internal.step.Operation.Factors;
import org.automtl4j.graph.model.internal.step.Operation.Normalize;
import org.automtl4j.graph.model.internal.step.Operation.Padding;
import org.automtl4j.graph.model.internal.step.Operation.Pool;
import org.automtl4j.graph.model.internal.step.Operation.Window;
import org.automtl4j.graph.model.internal.step.Operation;
import org.automtl4j.graph.model.internal.step.Weight;
import org.automtl4j.graph.model.internal.step.WeightNumbers;
import org.nd4j.autodiff.samediff.SameDiff;

/** Each operation as ONNX nodes. */
final class OnnxOperations {
  private final SameDiff sd;
  private final OnnxNodes nodes;

  OnnxOperations(SameDiff sd, OnnxNodes nodes) {
    this.sd = sd;
    this.nodes = nodes;
  }

  /**
   * @param output the name of the result
   * @param inputs the names of what it reads
   * @return {@code output}
   */
  String write(Piece piece, String output, List<String> inputs) {
    String in = inputs.get(0);
    Operation operation = piece.operation();
    if (piece.isConvolution()) {
      return new OnnxConvolution(sd, nodes).write(piece, output, in);
    } else if (operation instanceof Normalize normalize) {
      return normalization(normalize, output, in);
    } else if (operation instanceof Operation.Linear linear) {
      List<String> all = new ArrayList<>(List.of(in, weight(linear.matrix())));
      linear.bias().ifPresent(bias -> all.add(weight(bias)));
      return nodes.node("Gemm", output, all, Map.of());
    } else if (operation instanceof Operation.Activate activate) {
      return activation(activate, output, in);
    } else if (operation instanceof Operation.Affine affine) {
      return affine(affine, output, in);
    } else if (operation instanceof Operation.Pad pad) {
      Padding p = pad.padding();
      String sides = nodes.wholes("pads", List.of(0L, 0L, (long) p.top(), (long) p.left(), 0L, 0L, (long) p.bottom(), (long) p.right()));
      return nodes.node("Pad", output, in, sides, nodes.scalar((float) pad.value()));
    } else if (operation instanceof Pool pool) {
      return pool(pool, output, in);
    } else if (operation instanceof Operation.GlobalPool pool) {
      String type = pool.maximum() ? "GlobalMaxPool" : "GlobalAveragePool";
      return pool.keepsAxes() ? nodes.node(type, output, in) : nodes.node("Flatten", output, nodes.node(type, nodes.unique(output + ".pooled"), in));
    } else if (operation instanceof Operation.Combine combine) {
      String type = switch (combine.kind()) {
        case ADD -> "Add";
        case SUBTRACT -> "Sub";
        case MULTIPLY -> "Mul";
        case MAXIMUM -> "Max";
      };
      return nodes.node(type, output, inputs, Map.of());
    } else if (operation instanceof Operation.Concatenate) {
      return nodes.node("Concat", output, inputs, Map.of("axis", 1L));
    } else if (operation instanceof Operation.Channels channels) {
      return nodes.node("Slice", output, in, nodes.wholes("axis", List.of((long) channels.from())), nodes.wholes("axis", List.of((long) channels.to())),
          nodes.wholes("axis", List.of(1L)));
    } else if (operation instanceof Operation.Shuffle shuffle) {
      return shuffled(shuffle, output, in);
    } else if (operation instanceof Operation.Reshape reshape) {
      return nodes.node("Reshape", output, in, nodes.wholes("shape", reshape.shape()));
    }
    throw new IllegalArgumentException("no ONNX operator for " + operation);
  }

  private String normalization(Normalize n, String output, String in) {
    List<Long> shape = n.mean().shape();
    String gamma = n.gamma().map(this::weight).orElseGet(() -> constant("ones", shape, 1));
    String beta = n.beta().map(this::weight).orElseGet(() -> constant("zeros", shape, 0));
    List<String> inputs = List.of(in, gamma, beta, weight(n.mean()), weight(n.variance()));
    return nodes.node("BatchNormalization", output, inputs, Map.of("epsilon", (float) n.epsilon()));
  }

  private String activation(Operation.Activate activate, String output, String in) {
    return switch (activate.function()) {
      case RELU -> nodes.node("Relu", output, in);
      case RELU6 -> nodes.node("Clip", output, in, nodes.scalar(0), nodes.scalar(6));
      case SIGMOID -> nodes.node("Sigmoid", output, in);
      case TANH -> nodes.node("Tanh", output, in);
      case SOFTPLUS -> nodes.node("Softplus", output, in);
      default -> throw new IllegalArgumentException("no ONNX operator for " + activate);
    };
  }

  private String shuffled(Operation.Shuffle shuffle, String output, String in) {
    List<Long> s = shuffle.shape();
    List<Long> apart = List.of(-1L, (long) shuffle.groups(), s.get(1) / shuffle.groups(), s.get(2), s.get(3));
    String groups = nodes.node("Reshape", nodes.unique(output + ".groups"), in, nodes.wholes("shape", apart));
    String spread = nodes.node("Transpose", nodes.unique(output + ".spread"), List.of(groups), Map.of("perm", List.of(0L, 2L, 1L, 3L, 4L)));
    return nodes.node("Reshape", output, spread, nodes.wholes("shape", s));
  }

  private String affine(Operation.Affine affine, String output, String in) {
    if (affine.factor() == 1 && affine.addend() == 0) {
      return nodes.node("Identity", output, in);
    }
    if (affine.addend() == 0) {
      return nodes.node("Mul", output, in, nodes.scalar((float) affine.factor()));
    }
    String scaled = affine.factor() == 1 ? in : nodes.node("Mul", nodes.unique(output + ".scaled"), in, nodes.scalar((float) affine.factor()));
    return nodes.node("Add", output, scaled, nodes.scalar((float) affine.addend()));
  }

  private String pool(Pool pool, String output, String in) {
    Window w = pool.window();
    Padding p = pool.padding();
    Map<String, Object> attributes = OnnxNodes.attributes("kernel_shape", List.of((long) w.kernelHeight(), (long) w.kernelWidth()),
        "strides", List.of((long) w.strideHeight(), (long) w.strideWidth()),
        "pads", List.of((long) p.top() + w.padHeight(), (long) p.left() + w.padWidth(), (long) p.bottom() + w.padHeight(), (long) p.right() + w.padWidth()));
    if (pool.maximum()) {
      return nodes.node("MaxPool", output, List.of(in), attributes);
    }
    attributes.put("count_include_pad", 1L);
    Optional<Factors> factors = pool.factors();
    String means = nodes.node("AveragePool", factors.isEmpty() ? output : nodes.unique(output + ".means"), List.of(in), attributes);
    return factors.isEmpty() ? means : nodes.node("Mul", output, means, map(factors.get()));
  }

  private String map(Factors f) {
    return nodes.floats(f, "divisors", List.of(1L, 1L, (long) f.height(), (long) f.width()), () -> {
      float[] values = new float[f.values().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = f.values().get(i).floatValue();
      }
      return values;
    });
  }

  private String constant(String name, List<Long> shape, float value) {
    return nodes.floats(List.of(name, shape), name, shape, () -> {
      float[] values = new float[Math.toIntExact(shape.get(0))];
      Arrays.fill(values, value);
      return values;
    });
  }

  /** A parameter as it is. */
  private String weight(Weight weight) {
    return nodes.floats(weight, weight.parameter(), weight.shape(), () -> OnnxConvolution.floats(WeightNumbers.of(sd, weight)));
  }
}
