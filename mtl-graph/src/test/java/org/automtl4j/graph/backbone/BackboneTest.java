package org.automtl4j.graph.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackboneTest {

  static Node node(int index, Layer layer, Integer... inputs) {
    return new Node(index, layer, "t" + index, List.of(inputs).stream().map(i -> i == Node.DATA ? "data" : "t" + i).toList(), List.of(inputs));
  }

  private static Convolution conv(String name, int outputs, int kernel, int stride, int pad) {
    return new Convolution(name, outputs, kernel, stride, pad, 1, 1, false);
  }

  /** conv 3->8 stride 2, BatchNorm, ReLU, conv 8->8, sum with the ReLU. */
  private static List<Node> residual() {
    return new ArrayList<>(List.of(
        node(0, conv("first", 8, 3, 2, 1), Node.DATA),
        node(1, new BatchNorm("norm", 1e-5, 0.1, true, true), 0),
        node(2, new Relu("relu", false), 1),
        node(3, conv("second", 8, 3, 1, 1), 2),
        node(4, new Eltwise("sum", Eltwise.Operation.SUM), 3, 2)));
  }

  @Test
  void aResidualBlockHasItsShapesDepthsAndCounts() {
    Backbone backbone = Backbone.of("small", 3, residual());
    assertThat(backbone.shapes(9, 12)).containsOnly(new Shape(8, 5, 6)).hasSize(5);
    assertThat(backbone.depth(4, false)).isEqualTo(2);
    assertThat(backbone.depth(4, true)).isEqualTo(3);
    assertThat(backbone.parameters()).isEqualTo(8 * 3 * 9 + 16 + 8 * 8 * 9);
    assertThat(backbone.multiplyAdds(9, 12)).isEqualTo(30L * (8 * 3 * 9 + 8 * 8 * 9));
    assertThat(backbone.channels(backbone.output().index())).isEqualTo(8);
    assertThat(backbone).isEqualTo(Backbone.of("small", 3, residual())).isNotEqualTo(Backbone.of("small", 1, residual()));
  }

  @Test
  void aSumOfDifferentChannelsIsRefusedAndNamed() {
    List<Node> nodes = residual();
    nodes.set(3, node(3, conv("second", 6, 3, 1, 1), 2));
    assertThatThrownBy(() -> Backbone.of("small", 3, nodes)).isInstanceOf(InvalidLayerException.class)
        .hasMessage("layer 4 (sum, Eltwise): joins inputs of different channels: 6 (t3) and 8 (t2)");
  }

  @Test
  void aSumOfDifferentSizesIsRefusedWithBothShapes() {
    List<Node> nodes = residual();
    nodes.set(3, node(3, conv("second", 8, 3, 2, 1), 2));
    Backbone backbone = Backbone.of("small", 3, nodes);
    assertThatThrownBy(() -> backbone.shapes(9, 12)).hasMessage("layer 4 (sum, Eltwise): joins inputs of different shapes: 8x3x3 (t3) and 8x5x6 (t2)");
    assertThatThrownBy(() -> backbone.withHeader(9, 12)).isInstanceOf(InvalidLayerException.class);
    assertThat(backbone.shapes(2, 2)).last().isEqualTo(new Shape(8, 1, 1));
  }
}
