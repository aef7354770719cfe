package org.automtl4j.graph.model.internal.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.model.internal.step.Operation.Convolve;
import org.automtl4j.graph.model.internal.step.Operation.Depthwise;
import org.automtl4j.graph.model.internal.step.Operation.Normalize;
import org.automtl4j.graph.model.internal.step.Operation.Window;
import org.automtl4j.graph.model.internal.step.Weight;
import org.automtl4j.graph.model.internal.step.WeightNumbers;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions as ONNX's Conv: kernel [outputs, inputs/groups, kH, kW], with a BatchNorm behind it put into kernel and bias. */
final class OnnxConvolution {
  private final SameDiff sd;
  private final OnnxNodes nodes;

  OnnxConvolution(SameDiff sd, OnnxNodes nodes) {
    this.sd = sd;
    this.nodes = nodes;
  }

  String write(Piece piece, String output, String input) {
    boolean depthwise = piece.operation() instanceof Depthwise;
    Weight kernel = piece.operation().weights().get(0);
    Optional<Weight> bias = piece.operation() instanceof Convolve c ? c.bias() : ((Depthwise) piece.operation()).bias();
    Window w = piece.operation() instanceof Convolve c ? c.window() : ((Depthwise) piece.operation()).window();
    long outputs = depthwise ? kernel.size(2) * kernel.size(3) : kernel.size(3);
    long inputs = depthwise ? 1 : kernel.size(2);
    Optional<float[]> factors = piece.normalization().map(this::factors);
    List<String> in = new ArrayList<>(List.of(input));
    Object key = factors.isPresent() ? List.of(kernel, piece.output()) : List.of(kernel, depthwise);
    List<Long> shape = List.of(outputs, inputs, kernel.size(0), kernel.size(1));
    in.add(nodes.floats(key, kernel.parameter(), shape, () -> kernel(kernel, depthwise, factors)));
    if (factors.isPresent()) {
      Normalize normalization = piece.normalization().get();
      String wanted = bias.map(Weight::parameter).orElse(kernel.owner() + ".bias");
      in.add(nodes.floats(List.of(piece.output(), "bias"), wanted, List.of(outputs), () -> bias(bias, normalization, factors.get())));
    } else if (bias.isPresent()) {
      Weight plain = bias.get();
      in.add(nodes.floats(plain, plain.parameter(), plain.shape(), () -> floats(WeightNumbers.of(sd, plain))));
    }
    return nodes.node("Conv", output, in, attributes(w, depthwise ? kernel.size(2) : piece.groups()));
  }

  private static Map<String, Object> attributes(Window w, long groups) {
    return OnnxNodes.attributes("kernel_shape", List.of((long) w.kernelHeight(), (long) w.kernelWidth()), "strides", List.of((long) w.strideHeight(), (long) w.strideWidth()),
        "pads", List.of((long) w.padHeight(), (long) w.padWidth(), (long) w.padHeight(), (long) w.padWidth()),
        "dilations", List.of((long) w.dilationHeight(), (long) w.dilationWidth()), "group", groups);
  }

  /** Depthwise [kH, kW, C, m] to [C m, 1, kH, kW], others [kH, kW, C/groups, O] to [O, C/groups, kH, kW]; the same order of numbers. */
  private float[] kernel(Weight weight, boolean depthwise, Optional<float[]> factors) {
    INDArray kernel = WeightNumbers.of(sd, weight);
    float[] values = floats(depthwise ? kernel.permute(2, 3, 0, 1) : kernel.permute(3, 2, 0, 1));
    factors.ifPresent(f -> {
      int each = values.length / f.length;
      for (int i = 0; i < values.length; i++) {
        values[i] *= f[i / each];
      }
    });
    return values;
  }

  /** gamma / sqrt(variance + epsilon), by output. */
  private float[] factors(Normalize n) {
    float[] variance = floats(WeightNumbers.of(sd, n.variance()));
    Optional<float[]> gamma = n.gamma().map(g -> floats(WeightNumbers.of(sd, g)));
    float[] factors = new float[variance.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) ((gamma.isPresent() ? gamma.get()[i] : 1) / Math.sqrt(variance[i] + n.epsilon()));
    }
    return factors;
  }

  /** (bias - mean) factor + beta. */
  private float[] bias(Optional<Weight> bias, Normalize n, float[] factors) {
    float[] mean = floats(WeightNumbers.of(sd, n.mean()));
    Optional<float[]> beta = n.beta().map(b -> floats(WeightNumbers.of(sd, b)));
    Optional<float[]> plain = bias.map(b -> floats(WeightNumbers.of(sd, b)));
    float[] sum = new float[factors.length];
    for (int i = 0; i < sum.length; i++) {
      double shifted = (plain.isPresent() ? plain.get()[i] : 0.0) - mean[i];
      sum[i] = (float) (shifted * factors[i] + (beta.isPresent() ? beta.get()[i] : 0));
    }
    return sum;
  }

  static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
