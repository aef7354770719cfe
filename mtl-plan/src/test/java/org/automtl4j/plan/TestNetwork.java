package org.automtl4j.plan;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.RandomStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** A small residual network with batch normalisation, dilation, pooling and a masked loss, as a whole supermodel has them. */
final class TestNetwork {
  private static final int BATCH = 2;

  private TestNetwork() {}

  static SameDiff build(DataType type, long seed) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", type, -1, 3, 8, 8);
    SDVariable label = sd.placeHolder("label", type, -1, 2, 4, 4);
    SDVariable h = block(sd, x, "one", 3, 4, 1, 1, seed);
    h = sd.cnn.maxPooling2d(h, org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build());
    h = block(sd, h, "two", 4, 6, 1, 1, seed);
    for (int i = 0; i < 3; i++) {
      SDVariable inner = block(sd, h, "dilated" + i, 6, 6, 1, i + 1, seed);
      h = sd.nn.relu(h.add(inner), 0);
    }
    h = mixed(sd, h, seed);
    SDVariable prediction = conv(sd, h, "head", 6, 2, 1, 1, seed).rename("prediction");
    SDVariable mask = label.gt(0.1).castTo(type);
    SDVariable error = sd.math.abs(prediction.sub(label)).mul(mask).sum().div(mask.sum().add(1e-3));
    error.mul(0.7).add(sd.math.square(prediction).mean().mul(0.1)).rename("loss");
    return sd;
  }

  /** One convolution with a kernel mixed by a softmax over logits, and the logits' regulariser. */
  private static SDVariable mixed(SameDiff sd, SDVariable h, long seed) {
    SDVariable logits = sd.var("policy", numbers(h.dataType(), seed, "policy", 1, 3));
    SDVariable p = sd.nn.softmax(logits.div(0.7), 1);
    SDVariable shared = sd.var("shared", numbers(h.dataType(), seed, "shared", 3, 3, 6, 6));
    SDVariable own = sd.var("own", numbers(h.dataType(), seed, "own", 3, 3, 6, 6));
    SDVariable first = sd.reshape(p.get(org.nd4j.autodiff.samediff.SDIndex.all(), org.nd4j.autodiff.samediff.SDIndex.interval(0, 1)), 1, 1, 1, 1);
    SDVariable second = sd.reshape(p.get(org.nd4j.autodiff.samediff.SDIndex.all(), org.nd4j.autodiff.samediff.SDIndex.interval(1, 2)), 1, 1, 1, 1);
    SDVariable kernel = shared.mul(first).add(own.mul(second));
    return sd.nn.relu(sd.cnn.conv2d(h, kernel, config(3, 1, 1)), 0);
  }

  private static SDVariable block(SameDiff sd, SDVariable x, String name, int in, int out, int stride, int dilation, long seed) {
    SDVariable y = conv(sd, x, name, in, out, stride, dilation, seed);
    SDVariable[] m = sd.math.moments(y, new int[] {0, 2, 3}, false);
    SDVariable gamma = sd.var(name + ".gamma", Nd4j.ones(x.dataType(), out));
    SDVariable beta = sd.var(name + ".beta", Nd4j.zeros(x.dataType(), out));
    return sd.nn.relu(sd.nn.batchNorm(y, m[0], m[1], gamma, beta, 1e-5, 1), 0);
  }

  private static SDVariable conv(SameDiff sd, SDVariable x, String name, int in, int out, int stride, int dilation, long seed) {
    SDVariable weights = sd.var(name + ".weight", numbers(x.dataType(), seed, name, 3, 3, in, out));
    SDVariable bias = sd.var(name + ".bias", numbers(x.dataType(), seed, name + ".bias", out));
    return sd.cnn.conv2d(x, weights, bias, config(3, stride, dilation));
  }

  static Conv2DConfig config(int kernel, int stride, int dilation) {
    int padding = dilation * (kernel - 1) / 2;
    return Conv2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).pH(padding).pW(padding).dH(dilation).dW(dilation).build();
  }

  static INDArray numbers(DataType type, long seed, String name, long... shape) {
    RandomStream random = RandomStream.of(seed, name);
    INDArray array = Nd4j.create(type, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.uniform(-0.3, 0.3));
    }
    return array;
  }

  static Map<String, INDArray> batch(DataType type, long seed) {
    return Map.of("x", numbers(type, seed, "x", BATCH, 3, 8, 8).muli(3), "label", numbers(type, seed, "label", BATCH, 2, 4, 4).muli(3));
  }

  static List<String> parameters(SameDiff sd) {
    return sd.variables().stream().filter(v -> v.getVariableType() == org.nd4j.autodiff.samediff.VariableType.VARIABLE).map(SDVariable::name).toList();
  }

  static TrainingPlan plan(SameDiff sd, boolean lowering) {
    return TrainingPlan.builder(sd).input("x", BATCH, 3, 8, 8).input("label", BATCH, 2, 4, 4).loss("loss").keep(List.of("prediction"))
        .gradientsOf(parameters(sd))
        .lowering(lowering).build();
  }
}
