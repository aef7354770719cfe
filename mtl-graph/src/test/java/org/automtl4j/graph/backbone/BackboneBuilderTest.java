package org.automtl4j.graph.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.prototxt.Prototxt;
import org.junit.jupiter.api.Test;

class BackboneBuilderTest {

  private static BackboneBuilder residual() {
    return Backbone.builder("mine").input(3, 32, 48)
        .convolution(16, 3, c -> c.stride(2).noBias()).batchNorm().relu().as("stem")
        .convolution(24, 3, c -> c.dilation(2).noBias()).batchNorm().as("main")
        .from("stem").convolution(24, 1).plus("main").relu();
  }

  @Test
  void branchesAreNamedAndJoined() {
    Backbone backbone = residual().build();
    assertThat(backbone.nodes()).extracting(node -> node.layer().name())
        .containsExactly("convolution1", "batchnorm1", "stem", "convolution2", "main", "convolution3", "sum1", "relu2");
    assertThat(backbone.nodes().get(5).inputs()).containsExactly(2);
    assertThat(backbone.nodes().get(6).inputs()).containsExactly(5, 4);
    assertThat(backbone.nodes().get(6).bottoms()).containsExactly("convolution3", "main");
    assertThat(backbone.nodes().get(3).layer()).isEqualTo(new Convolution("convolution2", 24, 3, 1, 2, 2, 1, false));
    assertThat(backbone.shapes(32, 48)).last().isEqualTo(new Shape(24, 16, 24));
    assertThat(backbone.headerShape()).contains(new Shape(3, 32, 48));
  }

  @Test
  void itSaysWhatAFileSays() {
    assertThat(Prototxt.parse(Prototxt.write(residual().build()), "written")).isEqualTo(residual().build());
  }

  @Test
  void everyTypeOfLayerCanBeBuilt() {
    Backbone backbone = Backbone.builder("all").input(4)
        .depthwise(3, c -> c.stride(2)).relu6().maxPool(2, p -> p.stride(1).pad(1)).averagePool(3, p -> p.ceil()).as("pooled")
        .layer(new BatchNorm("norm", 1e-3, 0.01, false, false)).times("pooled").maximum("pooled").dropout(0.2)
        .globalMaxPool().linear(7).build();
    assertThat(backbone.nodes()).extracting(node -> node.layer().type())
        .containsExactly("Convolution", "ReLU6", "Pooling", "Pooling", "BatchNorm", "Eltwise", "Eltwise", "Dropout", "Pooling", "InnerProduct");
    assertThat(backbone.nodes().get(0).layer()).isEqualTo(new Convolution("convolution1", 4, 3, 2, 1, 1, 4, true));
    assertThat(backbone.nodes().get(3).layer()).isEqualTo(new Pooling("pooled", Pooling.Mode.AVERAGE, 3, 3, 0, true, false));
  }

  @Test
  void aLayerThatCannotWorkIsNamed() {
    assertThatThrownBy(() -> Backbone.builder("bad").convolution(16, 3).as("stem").convolution(8, 3, c -> c.groups(3)))
        .isInstanceOf(InvalidLayerException.class)
        .hasMessage("layer 1 (convolution2, Convolution): groups 3 must divide the 16 input channels and the 8 output channels");
    assertThatThrownBy(() -> Backbone.builder("bad").convolution(0, 3)).hasMessage("layer 0 (convolution1, Convolution): outputs is 0, allowed 1 to 65536");
    assertThatThrownBy(() -> Backbone.builder("bad").maxPool(2, p -> p.pad(2))).hasMessageContaining("pad 2 is more than half the kernel 2, allowed 0 to 1");
    assertThatThrownBy(() -> Backbone.builder("bad").dropout(1)).hasMessageContaining("ratio is 1.0, allowed 0 to 1, below 1");
    assertThatThrownBy(() -> Backbone.builder("bad").layer(new BatchNorm("n", Double.NaN, 0.1, true, true))).hasMessageContaining("epsilon is NaN");
    assertThatThrownBy(() -> Backbone.builder("bad").convolution(65_536, 300).convolution(65_536, 1)).hasMessageContaining("weights, at most");
    assertThatThrownBy(() -> Backbone.builder("bad").input(3, 8, 8).convolution(4, 3, c -> c.stride(2)).as("half").plus("data").build())
        .hasMessageContaining("joins inputs of different channels: 4 (half) and 3 (data)");
    assertThatThrownBy(() -> Backbone.builder("bad").input(3, 8, 8).convolution(3, 3, c -> c.stride(2)).as("half").plus("data").build())
        .isInstanceOf(InvalidLayerException.class).hasMessage("layer 1 (sum1, Eltwise): joins inputs of different shapes: 3x4x4 (half) and 3x8x8 (data)");
  }

  @Test
  void anUnknownPlaceGetsTheNearestName() {
    assertThatThrownBy(() -> Backbone.builder("bad").relu().as("stem").relu().plus("stm")).isInstanceOf(InvalidInputException.class)
        .hasMessage("backbone bad: found \"stm\", allowed is the name of an earlier layer, or data, did you mean stem?");
  }

  @Test
  void aNameIsGivenOnce() {
    assertThatThrownBy(() -> Backbone.builder("bad").relu().as("x").relu().as("x")).isInstanceOf(InvalidLayerException.class)
        .hasMessageContaining("found the name \"x\"");
    assertThatThrownBy(() -> Backbone.builder("bad").relu().as("data")).isInstanceOf(InvalidLayerException.class);
    assertThat(Backbone.builder("good").relu().as("relu2").relu().relu().build().nodes()).extracting(Node::top).doesNotHaveDuplicates();
  }

  @Test
  void nothingIsNoBackbone() {
    assertThatThrownBy(() -> Backbone.builder("bad").build()).isInstanceOf(InvalidInputException.class)
        .hasMessage("backbone bad: has no layer, needs at least one");
  }
}
