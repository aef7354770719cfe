package org.automtl4j.graph.model.internal.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.internal.HandMade;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class GraphExporterTest {
  private static final double NOTHING = Double.NEGATIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({"3, 1, 1, 1", "3, 2, 1, 1", "1, 2, 0, 1", "3, 1, 6, 6", "3, 2, 2, 2", "4, 1, 1, 1"})
  void convolutionsOfEveryWindowGoOver(int kernel, int stride, int pad, int dilation) {
    HandMade net = new HandMade(3, 13, 15);
    SDVariable hidden = net.conv("hidden", net.input, kernel, net.weight("layer.0.weight", kernel, kernel, 3, 5), net.weight("layer.0.bias", 5), stride, pad, dilation);
    net.predict("depth", net.conv("out", hidden, 1, net.weight("head.depth.weight", 1, 1, 5, 2), null, 1, 0, 1));
    ComputationGraph graph = net.assertSame();
    assertThat(graph.numParams()).isEqualTo(kernel * kernel * 15 + 5 + 10);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "2, 1, 1, 1", "1, 2, 1, 1", "1, 1, 2, 2", "1, 1, 1, 2", "2, 1, 3, 3", "1, 2, 3, 3", "1, 1, 4, 4"})
  void depthwiseConvolutionsGoOverDilatedOnesToo(int multiplier, int stride, int pad, int dilation) {
    HandMade net = new HandMade(4, 11, 13);
    net.predict("t", net.depthwise("d", net.input, 3, net.weight("layer.0.weight", 3, 3, 4, multiplier), net.weight("layer.0.bias", 4 * multiplier), stride, pad, dilation));
    ComputationGraph graph = net.assertSame();
    assertThat(graph.numParams()).isEqualTo(9L * 4 * multiplier + 4 * multiplier);
  }

  @Test
  void groupsBecomeConvolutionsOfTheirChannels() {
    HandMade net = new HandMade(6, 7, 7);
    SDVariable kernel = net.weight("layer.0.weight", 3, 3, 2, 9);
    SDVariable bias = net.weight("layer.0.bias", 9);
    SDVariable[] parts = new SDVariable[3];
    for (int g = 0; g < 3; g++) {
      SDVariable x = net.input.get(SDIndex.all(), SDIndex.interval(2 * g, 2 * g + 2), SDIndex.all(), SDIndex.all());
      SDVariable w = kernel.get(SDIndex.all(), SDIndex.all(), SDIndex.all(), SDIndex.interval(3 * g, 3 * g + 3));
      parts[g] = net.conv("g" + g, x, 3, w, bias.get(SDIndex.interval(3 * g, 3 * g + 3)), 1, 1, 1);
    }
    net.predict("t", net.sd.nn().relu(net.sd.concat("joined", 1, parts), 0));
    ComputationGraph graph = net.assertSame();
    assertThat(graph.numParams()).isEqualTo(9 * 2 * 9 + 9);
  }

  @Test
  void depthwiseKernelsMayBeStoredAsGroupedOnes() {
    HandMade net = new HandMade(4, 7, 7);
    SDVariable kernel = net.weight("layer.0.weight", 3, 3, 1, 8).reshape(3, 3, 4, 2);
    net.predict("t", net.depthwise("d", net.input, 3, kernel, null, 1, 1, 1));
    net.assertSame();
  }

  @Test
  void batchNormAndActivationsGoOverAndLeaveOtherReadersAlone() {
    HandMade net = new HandMade(3, 6, 6);
    SDVariable pre = net.batchNorm("bn", net.conv("c", net.input, 1, net.weight("layer.0.weight", 1, 1, 3, 3), null, 1, 0, 1), "layer.1", 3);
    SDVariable relu = net.sd.nn().relu("relu", pre, 0);
    SDVariable six = net.sd.nn().relu6("six", pre.mul(9), 0);
    SDVariable ofInput = net.sd.nn().sigmoid("squashed", net.input);
    net.predict("pre", pre);
    net.predict("relu", relu);
    net.predict("sum", pre.add(relu).add(six).add(ofInput).add(net.input).mul("out", net.sd.math().max(pre, relu)));
    net.predict("soft", net.sd.nn().softplus(net.sd.math().tanh(pre)));
    ComputationGraph graph = net.assertSame();
    assertThat(graph.numParams()).isEqualTo(9 + 4 * 3);
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 1, 13", "3, 2, 1, 12", "2, 2, 0, 7", "3, 2, 0, 8", "3, 2, 0, 7", "5, 3, 2, 9", "3, 2, 0, 2", "4, 4, 0, 9"})
  void ceilModeMaximaTakeOnlyPixelsOfTheMap(int kernel, int stride, int pad, int size) {
    HandMade net = new HandMade(2, size, size + 1);
    SDVariable below = net.input.sub(3); // a zero border would win
    SDVariable padded = net.pad("p", below, NOTHING, pad, pad + excess(size, kernel, stride, pad), pad, pad + excess(size + 1, kernel, stride, pad));
    net.predict("t", net.pool("pool", true, padded, kernel, stride, 0));
    net.assertSame();
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 1, 13", "3, 2, 1, 12", "2, 2, 0, 7", "3, 2, 0, 8", "5, 3, 2, 9", "3, 2, 0, 2", "4, 4, 0, 9"})
  void ceilModeAveragesDivideByWhatIsLeftOfTheWindow(int kernel, int stride, int pad, int size) {
    HandMade net = new HandMade(2, size, size + 1);
    int[] excess = {excess(size, kernel, stride, pad), excess(size + 1, kernel, stride, pad)};
    SDVariable pool = net.pool("pool", false, net.pad("p", net.input, 0, pad, pad + excess[0], pad, pad + excess[1]), kernel, stride, 0);
    int[] windows = {(size + 2 * pad + excess[0] - kernel) / stride + 1, (size + 1 + 2 * pad + excess[1] - kernel) / stride + 1};
    var factors = Nd4j.ones(DataType.FLOAT, 1, 1, windows[0], windows[1]);
    for (int y = 0; y < windows[0]; y++) {
      for (int x = 0; x < windows[1]; x++) {
        double left = Math.min(kernel, size + 2 * pad - y * stride) * Math.min(kernel, size + 1 + 2 * pad - x * stride);
        factors.putScalar(0, 0, y, x, kernel * kernel / left);
      }
    }
    net.predict("t", pool.mul(net.sd.constant("divisors", factors)));
    net.assertSame();
  }

  /** Pixels that the last window of ceil mode needs beyond the padding. */
  private static int excess(int size, int kernel, int stride, int pad) {
    int windows = Math.floorDiv(size + 2 * pad - kernel + stride - 1, stride) + 1;
    windows = (windows - 1) * stride >= size + pad ? windows - 1 : windows;
    return Math.max(0, (windows - 1) * stride + kernel - size - 2 * pad);
  }

  @Test
  void poolingWithPaddingOfItsOwnAndGlobalPoolingGoOver() {
    HandMade net = new HandMade(2, 9, 8);
    SDVariable x = net.pool("max", true, net.input.sub(2), 3, 2, 1);
    x = net.pool("average", false, net.pad("p", x, 0, 1, 1, 1, 1), 3, 1, 0);
    SDVariable gate = net.sd.nn().sigmoid(x.mean(true, 2, 3)); // [N, 2, 1, 1]
    net.predict("gated", x.mul(gate));
    net.predict("shifted", gate.add(x));
    net.predict("largest", net.sd.math().max(x, x.max(true, 2, 3)));
    net.assertSame();
  }

  @Test
  void linearHeadsAndReshapesGoOver() {
    HandMade net = new HandMade(5, 4, 4);
    SDVariable pooled = net.input.mean(false, 2, 3);
    net.predict("kind", pooled.mmul(net.weight("head.kind.weight", 5, 3)).add("logits", net.weight("head.kind.bias", 3)));
    net.predict("pose", pooled.mmul("plain", net.weight("head.pose.weight", 5, 6)));
    SDVariable column = net.input.mean(true, 2, 3).reshape(-1, 5).mmul(net.weight("layer.2.weight", 5, 5)).reshape(-1, 5, 1, 1);
    net.predict("map", net.sd.nn().relu(column, 0).add(net.input));
    assertThat(net.assertSame().numParams()).isEqualTo(18 + 30 + 25);
  }

  @Test
  void aKernelThatPartedPathsShareIsStoredOnce() {
    HandMade net = new HandMade(3, 8, 8);
    SDVariable stem = net.weight("layer.0.shared.weight", 3, 3, 3, 4);
    SDVariable shared = net.weight("layer.2.shared.weight", 3, 3, 4, 4);
    SDVariable bias = net.weight("layer.2.shared.bias", 4);
    SDVariable thin = net.weight("layer.3.shared.weight", 3, 3, 4, 1);
    SDVariable common = net.sd.nn().relu(net.conv("stem", net.input, 3, stem, null, 1, 1, 1), 0);
    String[] tasks = {"a", "b", "c"};
    for (String task : tasks) {
      SDVariable own = net.batchNorm(task + "/1.bn", common, "layer.1.specific." + task, 4);
      SDVariable x = net.conv(task + "/2.conv", own, 3, shared, bias, 1, 2, 2);
      x = net.sd.nn().relu(x, 0).add(own); // an identity skip past a shared kernel
      x = net.depthwise(task + "/3.conv", x, 3, thin, null, 1, 2, 2);
      net.predict(task, net.conv(task + "/head", x, 1, net.weight("head." + task + ".weight", 1, 1, 4, 2), null, 1, 0, 1));
    }
    ComputationGraph graph = net.assertSame();
    assertThat(graph.numParams()).isEqualTo(9 * 12 + (9 * 16 + 4) + 9 * 4 + 3 * (4 * 4 + 8));
  }

  @Test
  void theSameLayerTwiceOnTheSameInputIsOneLayer() {
    HandMade net = new HandMade(2, 4, 4);
    SDVariable kernel = net.weight("layer.0.shared.weight", 1, 1, 2, 2);
    net.predict("a", net.conv("a/0.conv", net.input, 1, kernel, null, 1, 0, 1));
    net.predict("b", net.sd.nn().relu(net.conv("b/0.conv", net.input, 1, kernel, null, 1, 0, 1), 0));
    assertThat(net.assertSame().numParams()).isEqualTo(4);
  }

  @Test
  void twoTasksMayHaveOnePredictionAndNamesMayClash() {
    HandMade net = new HandMade(2, 4, 4);
    SDVariable x = net.conv("layer", net.input, 1, net.weight("layer.0.weight", 1, 1, 2, 2), null, 1, 0, 1);
    net.predict("input", x);
    net.predict("layer", x);
    net.predict("relu", net.sd.nn().relu("layer.0", net.sd.nn().relu("relu", x, 0).sub(0.1), 0));
    net.assertSame();
  }

  @Test
  void whatDeeplearning4jCannotExpressIsRefusedWithTheLayersName() {
    HandMade net = new HandMade(2, 4, 4);
    net.predict("t", net.sd.math().exp("t/7.odd", net.input));
    assertThatThrownBy(net::export).isInstanceOf(InvalidInputException.class).hasMessageContaining("t/7.odd").hasMessageContaining("'exp'");
    HandMade mixed = new HandMade(2, 4, 4);
    mixed.predict("t", mixed.conv("t/0.conv", mixed.input, 1, mixed.weight("a", 1, 1, 2, 2), null, 1, 0, 1));
    SDVariable sum = mixed.weight("b", 1, 1, 2, 2).add("mixed", mixed.weight("c", 1, 1, 2, 2));
    mixed.predict("u", mixed.conv("u/0.conv", mixed.input, 1, sum, null, 1, 0, 1));
    assertThatThrownBy(mixed::export).isInstanceOf(InvalidInputException.class).hasMessageContaining("u/0.conv").hasMessageContaining("not stored");
    HandMade negative = new HandMade(2, 4, 4);
    negative.predict("t", negative.sd.nn().relu(negative.pad("t/1.pad", negative.input, NOTHING, 1, 1, 1, 1), 0));
    assertThatThrownBy(negative::export).isInstanceOf(InvalidInputException.class).hasMessageContaining("t/1.pad");
    HandMade loop = new HandMade(2, 4, 4);
    SDVariable kernel = loop.weight("w", 1, 1, 2, 2);
    loop.predict("t", loop.conv("t/2.again", loop.conv("t/1.once", loop.input, 1, kernel, null, 1, 0, 1), 1, kernel, null, 1, 0, 1));
    assertThatThrownBy(loop::export).isInstanceOf(InvalidInputException.class).hasMessageContaining("t/1.once");
  }
}
