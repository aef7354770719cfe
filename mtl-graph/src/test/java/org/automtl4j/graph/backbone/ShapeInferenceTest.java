package org.automtl4j.graph.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeInferenceTest {

  private static Shape output(int channels, int height, int width, Consumer<BackboneBuilder> layers) {
    BackboneBuilder builder = Backbone.builder("shapes").input(channels);
    layers.accept(builder);
    Backbone backbone = builder.build();
    return backbone.shapes(height, width).get(backbone.output().index());
  }

  @ParameterizedTest(name = "{0} pixels, kernel {1}, stride {2}, pad {3}: {4} rounded down, {5} up")
  @CsvSource({"112, 3, 2, 1, 56, 57", "8, 2, 2, 0, 4, 4", "9, 2, 2, 0, 4, 5", "5, 3, 2, 1, 3, 3", "4, 2, 3, 1, 2, 2", "7, 3, 3, 1, 3, 3", "1, 3, 2, 1, 1, 1",
      "3, 2, 4, 1, 1, 1"})
  void poolingRoundsDownOrUpAndDropsWindowsThatStartInTheRightPadding(int in, int kernel, int stride, int pad, int down, int up) {
    assertThat(new Pooling("p", Pooling.Mode.MAX, kernel, stride, pad, false, false).outputSize(in)).isEqualTo(down);
    assertThat(new Pooling("p", Pooling.Mode.MAX, kernel, stride, pad, true, false).outputSize(in)).isEqualTo(up);
  }

  @Property
  void ceilPoolingSeesEveryPixelAndEachWindowSeesOne(@IntRange(min = 1, max = 40) int in, @IntRange(min = 1, max = 7) int kernel,
      @IntRange(min = 1, max = 7) int stride, @IntRange(max = 3) int pad) {
    assumeTrue(pad <= kernel / 2 && stride <= kernel && in + 2 * pad >= kernel);
    int out = new Pooling("p", Pooling.Mode.MAX, kernel, stride, pad, true, false).outputSize(in);
    assertThat(out).isPositive();
    assertThat(IntStream.range(0, in)).allMatch(pixel -> IntStream.range(0, out).anyMatch(o -> o * stride - pad <= pixel && pixel < o * stride - pad + kernel));
    assertThat(IntStream.range(0, out)).allMatch(o -> o * stride - pad < in && o * stride - pad + kernel > 0);
  }

  @Property
  void aConvolutionHasAsManyOutputsAsItsKernelHasPlaces(@IntRange(min = 1, max = 40) int in, @IntRange(min = 1, max = 5) int kernel,
      @IntRange(min = 1, max = 4) int stride, @IntRange(max = 4) int pad, @IntRange(min = 1, max = 4) int dilation) {
    int reach = dilation * (kernel - 1) + 1;
    assumeTrue(in + 2 * pad >= reach);
    int places = (int) IntStream.iterate(0, start -> start + reach <= in + 2 * pad, start -> start + stride).count();
    assertThat(output(1, in, 50, b -> b.convolution(2, kernel, c -> c.stride(stride).pad(pad).dilation(dilation))).height()).isEqualTo(places);
  }

  @Test
  void anyMapBecomesOnePixelByGlobalPooling() {
    assertThat(output(5, 7, 9, b -> b.globalAveragePool())).isEqualTo(new Shape(5, 1, 1));
    assertThat(output(5, 7, 9, b -> b.globalMaxPool().linear(4))).isEqualTo(new Shape(4, 1, 1));
  }

  @Test
  void aGateOfOnePixelIsBroadcast() {
    assertThat(output(4, 7, 9, b -> b.relu().as("x").globalAveragePool().convolution(4, 1).times("x"))).isEqualTo(new Shape(4, 7, 9));
  }

  @Test
  void aLinearLayerActsOnTheLastAxisOfWiderMaps() {
    assertThat(output(6, 5, 6, b -> b.linear(2))).isEqualTo(new Shape(6, 5, 2));
    assertThatThrownBy(() -> output(6, 5, 7, b -> b.linear(2))).isInstanceOf(InvalidLayerException.class).hasMessage("layer 0 (linear1, InnerProduct): "
        + "input 6x5x7 does not fit, needs 6x1x1 (as after global pooling), or a width of 6 since it acts on the last axis of wider maps");
  }

  @Test
  void whatFollowsSuchALinearLayerMustTakeTheChannelsThatAreThere() {
    assertThat(output(6, 5, 6, b -> b.linear(6).convolution(3, 3))).isEqualTo(new Shape(3, 5, 6));
    assertThatThrownBy(() -> output(6, 5, 6, b -> b.linear(2).convolution(3, 3)))
        .hasMessage("layer 1 (convolution1, Convolution): input 6x5x2 does not fit, needs 2 channels");
  }

  @Test
  void aKernelLargerThanItsInputIsRefused() {
    assertThatThrownBy(() -> output(3, 4, 9, b -> b.convolution(2, 3, c -> c.dilation(3).pad(1)))).isInstanceOf(InvalidLayerException.class)
        .hasMessage("layer 0 (convolution1, Convolution): kernel 3 with dilation 3 (7 pixels) is larger than its input 3x4x9 with pad 1 (6x11)");
    assertThatThrownBy(() -> output(3, 4, 9, b -> b.maxPool(5, p -> { })))
        .hasMessage("layer 0 (pooling1, Pooling): kernel 5 is larger than its input 3x4x9 with pad 0 (4x9)");
  }

  @Test
  void impossibleSizesAreRefused() {
    Backbone backbone = Backbone.builder("wide").input(3).convolution(60_000, 1).build();
    assertThatThrownBy(() -> backbone.shapes(0, 5)).isInstanceOf(InvalidInputException.class).hasMessageContaining("0x5");
    assertThatThrownBy(() -> backbone.shapes(70_000, 5)).isInstanceOf(InvalidInputException.class).hasMessageContaining("70000x5");
    assertThatThrownBy(() -> backbone.shapes(300, 300)).isInstanceOf(InvalidLayerException.class).hasMessageContaining("60000x300x300");
  }

  @Test
  void groupsDivideTheMultiplyAddsAndTheWeights() {
    Backbone backbone = Backbone.builder("groups").input(8).convolution(16, 3, c -> c.stride(2).groups(4).noBias()).depthwise(5, c -> c.noBias()).batchNorm()
        .globalAveragePool().linear(10).build();
    assertThat(backbone.shapes(9, 7).get(1)).isEqualTo(new Shape(16, 5, 4));
    assertThat(IntStream.range(0, 5).mapToLong(i -> backbone.multiplyAdds(i, backbone.shapes(9, 7))).toArray())
        .containsExactly(20 * 16 * 2 * 9, 20 * 16 * 25, 0, 0, 160);
    assertThat(IntStream.range(0, 5).mapToLong(backbone::parameters).toArray()).containsExactly(16 * 2 * 9, 16 * 25, 32, 0, 170);
    assertThat(backbone.multiplyAdds(9, 7)).isEqualTo(20 * 16 * 2 * 9 + 20 * 16 * 25 + 160);
  }
}
