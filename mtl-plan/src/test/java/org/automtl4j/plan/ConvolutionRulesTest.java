package org.automtl4j.plan;

import static org.automtl4j.plan.RuleCase.of;
import static org.automtl4j.plan.RuleCase.positive;
import static org.automtl4j.plan.RuleCase.spread;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions, pooling, and batch normalisation. */
class ConvolutionRulesTest implements BackwardRuleContract {
  @Override
  public Stream<RuleCase> cases() {
    List<RuleCase> cases = new ArrayList<>();
    convolutions(cases);
    pooling(cases);
    normalisation(cases);
    return cases.stream();
  }

  private static void convolutions(List<RuleCase> cases) {
    int[][] forms = {{3, 1, 1, 1}, {3, 2, 1, 1}, {1, 1, 0, 1}, {1, 2, 0, 1}, {3, 1, 2, 2}, {3, 1, 0, 2}, {3, 1, 4, 4}, {2, 2, 0, 1}, {3, 2, 2, 2}, {5, 1, 2,
        1}, {3, 1, 3, 3}, {3, 1, 1, 2}, {3, 1, 1, 3}, {2, 1, 3, 2}};
    for (int[] f : forms) {
      Conv2DConfig config = Conv2DConfig.builder().kH(f[0]).kW(f[0]).sH(f[1]).sW(f[1]).pH(f[2]).pW(f[2]).dH(f[3]).dW(f[3]).build();
      String form = " kernel " + f[0] + " stride " + f[1] + " padding " + f[2] + " dilation " + f[3];
      cases.add(of("convolution" + form, (sd, in) -> sd.cnn.conv2d(in[0], in[1], config), spread(1, 2, 2, 5, 6), spread(2, f[0], f[0], 2, 3)));
      cases.add(of("depthwise" + form, (sd, in) -> sd.cnn.depthWiseConv2d(in[0], in[1], config), spread(1, 2, 2, 5, 6), spread(2, f[0], f[0], 2, 2)));
    }
    Conv2DConfig config = Conv2DConfig.builder().kH(3).kW(3).pH(1).pW(1).build();
    cases.add(of("convolution with bias", (sd, in) -> sd.cnn.conv2d(in[0], in[1], in[2], config), spread(1, 2, 2, 4, 4), spread(2, 3, 3, 2, 3), spread(3, 3)));
    Conv2DConfig wide = Conv2DConfig.builder().kH(3).kW(3).pH(2).pW(2).dH(2).dW(2).build();
    cases.add(of("dilated with bias", (sd, in) -> sd.cnn.conv2d(in[0], in[1], in[2], wide), spread(1, 2, 2, 4, 4), spread(2, 3, 3, 2, 3), spread(3, 3)));
    DeConv2DConfig up = DeConv2DConfig.builder().kH(3).kW(3).sH(2).sW(2).pH(1).pW(1).build();
    cases.add(of("transposed convolution", (sd, in) -> sd.cnn.deconv2d(in[0], in[1], up), spread(1, 2, 2, 3, 4), spread(2, 3, 3, 3, 2)));
    Conv2DConfig point = Conv2DConfig.builder().kH(1).kW(1).build();
    cases.add(of("pointwise", (sd, in) -> wide(sd, in[0], 30, 8, point, in[1]), spread(1, 2, 8, 8), spread(2, 3, 3)));
    cases.add(of("pointwise, narrow", (sd, in) -> wide(sd, in[0], 8, 8, point, in[1]), spread(1, 2, 8, 8), spread(2, 3, 3)));
    cases.add(of("pointwise, small images", (sd, in) -> wide(sd, in[0], 30, 4, point, in[1]), spread(1, 2, 4, 4), spread(2, 3, 3)));
    cases.add(of("mixed kernel", (sd, in) -> sd.cnn.conv2d(in[0], in[1].mul(in[2]).add(in[1].mul(0.5)), config), spread(1, 2, 2, 4, 4), spread(2, 3, 3, 2, 2),
        spread(3)));
  }

  /** A large enough 1x1 convolution of few numbers: images and weights are products of the inputs and constants. */
  private static SDVariable wide(SameDiff sd, SDVariable image, int channels, int side, Conv2DConfig config, SDVariable mixture) {
    DataType type = image.dataType();
    int outputs = 448_000 / (side * side) / channels;
    SDVariable left = sd.constant(RuleCase.ramp(channels, 3).castTo(type));
    SDVariable right = sd.constant(RuleCase.ramp(3, outputs).castTo(type));
    SDVariable weights = sd.reshape(sd.mmul(sd.mmul(left, mixture), right), 1, 1, channels, outputs);
    SDVariable images = sd.reshape(image, 2, 1, side, side).mul(sd.constant(RuleCase.ramp(1, channels, 1, 1).castTo(type)));
    return sd.cnn.conv2d(images, weights, sd.constant(RuleCase.ramp(outputs).castTo(type)), config).mean(1).mul(0.1);
  }

  private static void pooling(List<RuleCase> cases) {
    int[][] forms = {{2, 2, 0}, {3, 2, 1}, {3, 1, 1}, {2, 1, 0}};
    for (int[] f : forms) {
      Pooling2DConfig max = Pooling2DConfig.builder().kH(f[0]).kW(f[0]).sH(f[1]).sW(f[1]).pH(f[2]).pW(f[2]).build();
      Pooling2DConfig mean = Pooling2DConfig.builder().kH(f[0]).kW(f[0]).sH(f[1]).sW(f[1]).pH(f[2]).pW(f[2]).build();
      String form = " pooling " + f[0] + " stride " + f[1] + " padding " + f[2];
      cases.add(of("max" + form, (sd, in) -> sd.cnn.maxPooling2d(in[0], max), spread(1, 2, 2, 5, 6)));
      cases.add(of("mean" + form, (sd, in) -> sd.cnn.avgPooling2d(in[0], mean), spread(1, 2, 2, 5, 6)));
    }
    Pooling2DConfig max = Pooling2DConfig.builder().kH(3).kW(3).sH(2).sW(2).build();
    cases.add(of("max pooling rounded up", (sd, in) -> sd.cnn.maxPooling2d(
        sd.nn.pad(in[0], sd.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {0, 1}, {0, 1}})), Double.NEGATIVE_INFINITY), max), spread(1, 1, 2, 6,
            6)));
  }

  private static void normalisation(List<RuleCase> cases) {
    cases.add(of("mean of moments", (sd, in) -> sd.math.moments(in[0], new int[] {0, 2, 3}, false)[0], spread(1, 2, 3, 2, 2)));
    cases.add(of("variance of moments", (sd, in) -> sd.math.moments(in[0], new int[] {0, 2, 3}, false)[1], spread(1, 2, 3, 2, 2)));
    cases.add(of("moments of rows", (sd, in) -> moments(sd, in[0], true, 1), spread(1, 3, 4)));
    cases.add(of("batch normalisation in training", (sd, in) -> inTraining(sd, in[0], in[1], in[2]), spread(1, 2, 3, 2, 2), spread(2, 3), spread(3, 3)));
    cases.add(of("batch normalisation after 1x1", (sd, in) -> inTraining(sd, in[0], in[1], in[2]), spread(1, 4, 3, 1, 1), spread(2, 3), spread(3, 3)));
    cases.add(of("batch normalisation with given statistics", (sd, in) -> sd.nn.batchNorm(in[0], in[1], in[2], in[3], in[4], 1e-5, 1), spread(1, 2, 3, 2, 2),
        spread(2, 3),
        positive(3, 3), spread(4, 3), spread(5, 3)));
    cases.add(of("two batch normalisations of one input", (sd, in) -> inTraining(sd, in[0], in[1], in[2]).add(inTraining(sd, in[0], in[2], in[1])), spread(1,
        2, 3, 2, 2),
        spread(2, 3), spread(3, 3)));
    cases.add(of("moments with another reader", (sd, in) -> {
      SDVariable[] m = sd.math.moments(in[0], new int[] {0, 2, 3}, false);
      return sd.nn.batchNorm(in[0], m[0], m[1], in[1], in[2], 1e-5, 1).sum(0, 2, 3).add(m[0].mul(m[1]));
    }, spread(1, 2, 3, 2, 2), spread(2, 3), spread(3, 3)));
    cases.add(of("moments of another array", (sd, in) -> {
      SDVariable[] m = sd.math.moments(in[0].mul(in[0]), new int[] {0, 2, 3}, false);
      return sd.nn.batchNorm(in[0], m[0], m[1], in[1], in[2], 1e-5, 1);
    }, spread(1, 2, 3, 2, 2), spread(2, 3), spread(3, 3)));
  }

  private static SDVariable moments(SameDiff sd, SDVariable x, boolean keep, int... dimensions) {
    SDVariable[] m = sd.math.moments(x, dimensions, keep);
    return m[0].mul(2).add(m[1]);
  }

  private static SDVariable inTraining(SameDiff sd, SDVariable x, SDVariable gamma, SDVariable beta) {
    SDVariable[] m = sd.math.moments(x, new int[] {0, 2, 3}, false);
    return sd.nn.batchNorm(x, m[0], m[1], gamma, beta, 1e-5, 1);
  }
}
