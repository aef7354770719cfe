package org.automtl4j.graph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.plan.InferencePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Padding as a layer, and averages that leave the padding out. */
class PaddingTest {

  private static INDArray run(Backbone backbone, INDArray images) {
    NetworkStructure structure = scope -> scope.predict("task", new BackboneCopy(scope, backbone, "task").output());
    NetworkStructure.Basis basis = new NetworkStructure.Basis(backbone.inputChannels(), DataType.DOUBLE, Initialization.UNIFORM);
    GraphRequest request = new GraphRequest(() -> "whole", List.of("task"), GraphRequest.Mode.EVALUATION, (int) images.size(2), (int) images.size(3));
    NetworkGraph graph = structure.graph(basis, Parameters.of(List.of(), DataType.DOUBLE, 1), request);
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input("input", images.shape()).outputs(List.of("task/prediction")).build()) {
      plan.input("input").assign(images);
      plan.run();
      return plan.value("task/prediction").dup();
    }
  }

  private static INDArray images(int height, int width) {
    RandomStream random = RandomStream.of(4, "images");
    INDArray images = Nd4j.create(DataType.DOUBLE, 1, 1, height, width);
    for (int i = 0; i < height * width; i++) {
      images.putScalar(i, random.uniform(-1, 1));
    }
    return images;
  }

  @Test
  void paddingAddsZerosOnTheSidesThatItNames() {
    Backbone backbone = Prototxt.parse("""
        name: "p" input: "data" input_dim: [1, 1, 4, 5]
        layer { name: "pad" type: "Padding" bottom: "data" top: "pad" padding_param { top: 1 bottom: 2 right: 3 } }
        """, "p");
    assertThat(backbone.nodes().get(0).layer()).isEqualTo(new Padding("pad", 1, 2, 0, 3));
    assertThat(backbone.shapes(4, 5)).containsExactly(new Shape(1, 7, 8));
    INDArray images = images(4, 5);
    INDArray padded = run(backbone, images);
    for (int y = 0; y < 7; y++) {
      for (int x = 0; x < 8; x++) {
        boolean inside = y >= 1 && y < 5 && x < 5;
        assertThat(padded.getDouble(0, 0, y, x)).isEqualTo(inside ? images.getDouble(0, 0, y - 1, x) : 0);
      }
    }
    assertThatThrownBy(() -> Prototxt.parse("""
        name: "p" input: "data" input_dim: [1, 1, 4, 5]
        layer { name: "pad" type: "Padding" bottom: "data" top: "pad" padding_param { left: 70000 } }
        """, "p")).isInstanceOf(InvalidInputException.class).hasMessageContaining("left is 70000, allowed 0 to 65536");
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1, false", "3, 2, 1, false", "3, 2, 1, true", "2, 2, 1, true", "5, 3, 2, true", "3, 2, 0, true"})
  void anAverageDividesByThePixelsInItsWindowOnly(int kernel, int stride, int pad, boolean ceil) {
    Pooling pooling = new Pooling("average", Pooling.Mode.AVERAGE, kernel, stride, pad, ceil, false, false);
    Backbone backbone = Backbone.builder("p").input(1).layer(pooling).build();
    INDArray images = images(6, 8);
    INDArray found = run(backbone, images);
    for (int y = 0; y < found.size(2); y++) {
      for (int x = 0; x < found.size(3); x++) {
        double sum = 0;
        int count = 0;
        for (int dy = 0; dy < kernel; dy++) {
          for (int dx = 0; dx < kernel; dx++) {
            int row = y * stride - pad + dy;
            int column = x * stride - pad + dx;
            if (row >= 0 && row < 6 && column >= 0 && column < 8) {
              sum += images.getDouble(0, 0, row, column);
              count++;
            }
          }
        }
        assertThat(found.getDouble(0, 0, y, x)).as(y + "," + x).isCloseTo(sum / count, within(1e-12));
      }
    }
  }

  @Test
  void whatDoesTheSameIsEqual() {
    assertThat(new Pooling("p", Pooling.Mode.MAX, 3, 1, 1, false, false, false)).isEqualTo(new Pooling("p", Pooling.Mode.MAX, 3, 1, 1, false, false));
    assertThat(new Pooling("p", Pooling.Mode.AVERAGE, 3, 1, 0, false, false, false)).isEqualTo(new Pooling("p", Pooling.Mode.AVERAGE, 3, 1, 0, false, false));
    assertThat(new Pooling("p", Pooling.Mode.AVERAGE, 3, 1, 1, false, false, false)).isNotEqualTo(new Pooling("p", Pooling.Mode.AVERAGE, 3, 1, 1, false, false));
  }
}
