package org.automtl4j.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batch normalisation of images so large that they are passed over channel by channel, in single precision, against the composed form in double. */
class LargeNormalisationTest {
  private static final long[] SHAPE = {2, 9, 121, 127};

  /** From images, gamma and beta to what is normalised. */
  private interface Network {
    SDVariable build(SameDiff graph, SDVariable... inputs);
  }

  @Test
  void inTraining() {
    check(LargeNormalisationTest::normalised);
  }

  @Test
  void withAnotherReaderOfTheMoments() {
    check((graph, in) -> {
      SDVariable[] moments = graph.math.moments(in[0], new int[] {0, 2, 3}, false);
      SDVariable read = graph.reshape(moments[0].mul(moments[1]), 1, SHAPE[1], 1, 1);
      return graph.nn.batchNorm(in[0], moments[0], moments[1], in[1], in[2], 1e-5, 1).add(read);
    });
  }

  @Test
  void twiceOfTheSameImages() {
    check((graph, in) -> normalised(graph, in).add(normalised(graph, in[0], in[2], in[1])));
  }

  @Test
  void momentsAlone() {
    check((graph, in) -> {
      SDVariable[] moments = graph.math.moments(in[0], new int[] {0, 2, 3}, true);
      return in[0].mul(moments[0]).add(moments[1]).add(graph.reshape(in[1].mul(in[2]), 1, SHAPE[1], 1, 1));
    });
  }

  private static SDVariable normalised(SameDiff graph, SDVariable... in) {
    SDVariable[] moments = graph.math.moments(in[0], new int[] {0, 2, 3}, false);
    return graph.nn.batchNorm(in[0], moments[0], moments[1], in[1], in[2], 1e-5, 1);
  }

  private static void check(Network network) {
    Map<String, INDArray> wanted = run(network, DataType.DOUBLE);
    run(network, DataType.FLOAT).forEach((name, found) -> {
      double largest = wanted.get(name).amaxNumber().doubleValue();
      double off = found.castTo(DataType.DOUBLE).sub(wanted.get(name)).amaxNumber().doubleValue();
      assertThat(off).as("error of %s, whose largest number is %s", name, largest).isLessThanOrEqualTo(2e-6 * largest);
    });
  }

  private static Map<String, INDArray> run(Network network, DataType type) {
    Nd4j.getRandom().setSeed(11);
    INDArray pixels = Nd4j.randn(DataType.DOUBLE, SHAPE).muli(3).addi(1.5);
    SameDiff graph = SameDiff.create();
    SDVariable images = graph.placeHolder("images", type, SHAPE);
    SDVariable gamma = graph.var("gamma", Nd4j.randn(DataType.DOUBLE, SHAPE[1]).castTo(type));
    SDVariable beta = graph.var("beta", Nd4j.randn(DataType.DOUBLE, SHAPE[1]).castTo(type));
    SDVariable output = network.build(graph, images, gamma, beta).rename("output");
    output.mul(graph.constant(Nd4j.randn(DataType.DOUBLE, SHAPE).castTo(type))).mean().rename("loss");
    List<String> of = List.of("images", "gamma", "beta");
    try (TrainingPlan plan = TrainingPlan.builder(graph).input("images", SHAPE).loss("loss").keep(List.of("output")).gradientsOf(of).build()) {
      plan.input("images").assign(pixels.castTo(type));
      plan.forward();
      Map<String, INDArray> found = new LinkedHashMap<>();
      found.put("output", plan.value("output").dup());
      plan.backward();
      of.forEach(name -> found.put("gradient of " + name, plan.gradient(name).dup()));
      return found;
    }
  }
}
