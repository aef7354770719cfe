package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.InnerProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX files that would become another network, or take time and memory out of proportion. */
class OnnxFaultsTest {
  @TempDir private Path folder;

  private static OnnxText net() {
    return new OnnxText().input("x", 1, 3, 16, 16);
  }

  private ConvertedBackbone convert(OnnxText net) throws IOException {
    return BackboneConverter.of(net.write(folder.resolve("net.onnx"))).convert();
  }

  private void refused(OnnxText net, String... parts) {
    var refusal = assertThatThrownBy(() -> convert(net)).isInstanceOf(InvalidInputException.class).hasMessageContaining("net.onnx");
    for (String part : parts) {
      refusal.hasMessageContaining(part);
    }
  }

  @Test
  void aCircleIsRefused() {
    refused(net().node("Relu", List.of("a"), "b").node("Relu", List.of("b"), "a").output("b"), "it reads 'a' before that is made: the nodes go in a circle");
  }

  @Test
  void whatNothingMakesIsRefused() {
    refused(net().node("Relu", List.of("a"), "b").output("b"), "it reads 'a', which nothing makes");
  }

  @Test
  void twoMakersOfOneValueAndTwoTensorsOfOneNameAreRefused() {
    refused(net().node("Relu", List.of("x"), "b").node("Sigmoid", List.of("x"), "b").output("b"), "both Relu 'b' and Sigmoid 'b' make 'b'");
    refused(net().tensor("w", new int[] {1}).tensor("w", new int[] {2}).node("Relu", List.of("x"), "b").output("b"), "two tensors of the name 'w'");
  }

  @Test
  void whatWouldBeDroppedOfANodeIsRefused() {
    refused(net().node("Relu", List.of("x"), "a").node("Relu", List.of("a", "x"), "b").output("b"), "Relu 'b'", "it has 2 inputs, allowed: 1");
    refused(net().tensor("w", new int[] {4, 3, 3, 3}).node("Conv", List.of("x", "w"), "y", "strides", List.of(2)).output("y"), "Conv 'y'", "strides must be 2 whole numbers");
    refused(net().tensor("w", new int[] {4, 3, 3, 3}).node("Conv", List.of("x", "w"), "y", "strides", 2).output("y"), "Conv 'y'", "strides must be 2 whole numbers");
    refused(net().tensor("w", new int[] {4, 3, 3, 3}).node("Conv", List.of("x", "w"), "y", "kernel_shape", List.of(5, 5)).output("y"), "kernel_shape is not that of its kernel");
    refused(net().tensor("w", new int[] {4, 3, 3, 3}).node("Conv", List.of("x", "w"), "y", "group", 1, "group", 3).output("y"), "has the attribute 'group' twice");
  }

  @Test
  void aProductThatIsReadWithAndWithoutItsBiasIsRefused() {
    OnnxText product = net().tensor("m", new int[] {3, 4}).tensor("b", new int[] {4}).node("GlobalAveragePool", List.of("x"), "g").node("Flatten", List.of("g"), "f")
        .node("MatMul", List.of("f", "m"), "p").node("Add", List.of("p", "b"), "s");
    refused(product.node("Add", List.of("p", "s"), "y").output("y"), "a product that another node reads, too");
  }

  private static OnnxText product(int biases) {
    return net().tensor("m", new int[] {3, 4}).tensor("b", new int[] {biases}).node("GlobalAveragePool", List.of("x"), "g").node("Flatten", List.of("g"), "f")
        .node("MatMul", List.of("f", "m"), "p").node("Add", List.of("p", "b"), "s").output("s");
  }

  @Test
  void aBackboneThatEndsAtAProductHasNotTheBiasBehindIt() throws IOException {
    Path file = product(4).write(folder.resolve("net.onnx"));
    ConvertedBackbone whole = BackboneConverter.of(file).convert();
    ConvertedBackbone product = BackboneConverter.of(file).feature("p").convert();
    assertThat(whole.backbone().nodes().get(1).layer()).isEqualTo(new InnerProduct("p", 4, true));
    assertThat(product.backbone().nodes().get(1).layer()).isEqualTo(new InnerProduct("p", 4, false));
  }

  @Test
  void aSumWithFewerNumbersThanTheProductHasIsRefused() {
    refused(product(1), "MatMul 'p'", "it adds numbers of another count than its 4 outputs");
  }

  @Test
  void aKernelWithoutOutputsIsRefusedWithItsShape() {
    refused(net().tensor("w", new int[] {0, 3, 3, 3}).node("Conv", List.of("x", "w"), "y").output("y"), "Conv 'y'", "'w' of shape [0, 3, 3, 3] has no numbers");
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    refused(net().tensor("w", new int[] {1, 3, 1, 1}, 1, Float.NaN, 2).node("Conv", List.of("x", "w"), "y").output("y"), "Conv 'y'", "1 of 3 numbers are not finite");
  }

  @Test
  void moreLayersThanABackboneHasAreRefusedSoon() {
    OnnxText net = net();
    for (int i = 0; i < 100_000; i++) {
      net.node("Relu", List.of(i == 0 ? "x" : "r" + i), "r" + (i + 1));
    }
    net.output("r100000");
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> refused(net, "more than 10000 layers"));
  }

  @Test
  void oneKernelThatThousandsOfLayersShareIsRefusedBeforeItIsCopiedForEach() {
    OnnxText net = net().tensor("w", new int[] {64, 64, 9, 9}).tensor("first", new int[] {64, 3, 1, 1}).node("Conv", List.of("x", "first"), "c0");
    for (int i = 0; i < 5_000; i++) {
      net.node("Conv", List.of("c" + i, "w"), "c" + (i + 1), "pads", List.of(4, 4, 4, 4));
    }
    refused(net.output("c5000"), "too many of them share the same ones");
  }

  @Test
  void ofSeveralOutputsTheLastIsTakenAndAllAreNamed() throws IOException {
    OnnxText net = net().tensor("w", new int[] {4, 3, 3, 3}).node("Conv", List.of("x", "w"), "low").node("Relu", List.of("low"), "high").output("low").output("high");
    ConvertedBackbone converted = convert(net);
    assertThat(converted.backbone().nodes()).hasSize(2);
    assertThat(converted.remark()).hasValueSatisfying(remark -> assertThat(remark).contains("2 outputs (low, high)", "ends at 'high'", "--feature"));
    ConvertedBackbone low = BackboneConverter.of(folder.resolve("net.onnx")).feature("low").convert();
    assertThat(low.backbone().nodes()).hasSize(1);
    assertThat(low.remark()).isEmpty();
  }

  @Test
  void foldedBatchNormsAreRemarkedWithTheCallThatKeepsThem() throws IOException {
    OnnxText net = net().tensor("w", new int[] {3, 3, 1, 1}).tensor("b", new int[] {3}).node("Conv", List.of("x", "w", "b"), "one").node("Conv", List.of("one", "w", "b"), "two").output("two");
    assertThat(convert(net).remark()).hasValueSatisfying(remark -> assertThat(remark).contains("folded", "TrainingMode.PRESERVE"));
  }
}
