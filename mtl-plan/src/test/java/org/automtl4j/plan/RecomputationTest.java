package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** What the backward pass computes a second time is what the forward pass computed, and need not be kept. */
class RecomputationTest {
  private static final long CHANNELS = 8;
  private static final long[] IMAGES = {2, CHANNELS, 40, 40};
  private static final long BYTES = 2 * CHANNELS * 40 * 40 * Float.BYTES;
  private static final int BLOCKS = 5;

  private final SameDiff graph = SameDiff.create();
  private final List<String> parameters = new ArrayList<>();
  private final List<String> maps = new ArrayList<>();

  @BeforeEach
  void network() {
    Nd4j.getRandom().setSeed(5);
    SDVariable x = graph.placeHolder("images", DataType.FLOAT, IMAGES);
    for (int k = 0; k < BLOCKS; k++) {
      x = block(k, x);
    }
    SDVariable borders = graph.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {1, 1}, {1, 1}}));
    SDVariable padded = map(graph.nn.pad(x, borders, PadMode.CONSTANT, 0));
    SDVariable pooled = graph.cnn.maxPooling2d(padded, Pooling2DConfig.builder().kH(3).kW(3).sH(2).sW(2).pH(0).pW(0).isNHWC(false).build());
    pooled.mul(pooled).mean().rename("loss");
  }

  /** The maps of a block are a convolution, normalised, rectified, added to a normalised 1x1 convolution of the block's input, and rectified again. */
  private SDVariable block(int k, SDVariable x) {
    SDVariable convolved = graph.cnn.conv2d(x, parameter("kernel" + k, 3, 3, CHANNELS, CHANNELS), config(3));
    SDVariable rectified = map(graph.nn.relu(normalised("norm" + k, convolved), 0));
    SDVariable projected = map(graph.cnn.conv2d(x, parameter("projection" + k, 1, 1, CHANNELS, CHANNELS), config(1)));
    return map(graph.nn.relu6(map(rectified.add(normalised("skip" + k, projected))), 0));
  }

  private SDVariable normalised(String name, SDVariable x) {
    SDVariable[] moments = graph.math.moments(x, new int[] {0, 2, 3}, false);
    return map(graph.nn.batchNorm(x, moments[0], moments[1], parameter(name + ".gamma", CHANNELS), parameter(name + ".beta", CHANNELS), 1e-5, 1));
  }

  private SDVariable parameter(String name, long... shape) {
    parameters.add(name);
    return graph.var(name, Nd4j.randn(DataType.FLOAT, shape));
  }

  private SDVariable map(SDVariable x) {
    maps.add(x.name());
    return x;
  }

  private static Conv2DConfig config(int size) {
    return Conv2DConfig.builder().kH(size).kW(size).pH(size / 2).pW(size / 2).build();
  }

  @Test
  void gradientsHaveTheSameBitsInLessMemory() {
    Map<String, float[]> expected = new HashMap<>();
    long keeping;
    try (TrainingPlan plan = builder().keep(maps).gradientsOf(parameters).build()) {
      step(plan);
      plan.backward();
      parameters.forEach(name -> expected.put(name, numbers(plan.gradient(name))));
      keeping = plan.bytes();
    }
    try (TrainingPlan plan = builder().gradientsOf(parameters).build()) {
      step(plan);
      plan.backward();
      parameters.forEach(name -> assertThat(numbers(plan.gradient(name))).as(name).isEqualTo(expected.get(name)));
      assertThat(keeping - plan.bytes()).isGreaterThan(5 * BLOCKS * BYTES);
    }
  }

  @Test
  void parametersAreReadForTheLastTimeBeforeTheirGradientsAreHandedOut() {
    Map<String, float[]> expected = new HashMap<>();
    try (TrainingPlan plan = builder().gradientsOf(parameters).build()) {
      step(plan);
      plan.backward();
      parameters.forEach(name -> expected.put(name, numbers(plan.gradient(name))));
    }
    try (TrainingPlan plan = builder().handsOut(parameters).build()) {
      step(plan);
      List<String> handed = new ArrayList<>();
      plan.backward((name, gradient, first) -> {
        handed.add(name);
        assertThat(numbers(gradient)).as(name).isEqualTo(expected.get(name));
        graph.getVariable(name).getArr().assign(Float.NaN); // would spoil whatever came later
      });
      assertThat(handed).containsExactlyInAnyOrderElementsOf(parameters);
    }
  }

  private TrainingPlan.Builder builder() {
    return TrainingPlan.builder(graph).loss("loss");
  }

  private static void step(TrainingPlan plan) {
    Nd4j.getRandom().setSeed(6);
    plan.input("images").assign(Nd4j.randn(DataType.FLOAT, IMAGES));
    plan.forward();
  }

  private static float[] numbers(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
