package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.ChannelSlice;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Habits of exporters: the same network, written in many ways. */
class ExportersTest {
  private static final Path FILES = BackboneConverterTest.FIXTURES.resolve("exporters");
  @TempDir private Path folder;

  private static ConvertedBackbone same(Path file, double tolerance) {
    ConvertedBackbone converted = BackboneConverter.of(file).convert();
    assertThat(converted.layersWithoutWeights()).isEmpty();
    Shape size = converted.backbone().headerShape().orElseThrow();
    INDArray images = Nets.random(DataType.FLOAT, 1, 1, size.channels(), size.height(), size.width());
    try (OnnxRun onnx = OnnxRun.of(file)) {
      INDArray expected = onnx.run(images).values().iterator().next();
      INDArray found = BackboneConverterTest.features(converted.backbone(), converted.weights(), images).reshape(expected.shape());
      assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(tolerance * Math.max(1, expected.amaxNumber().doubleValue()));
      assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(1e-2);
    }
    return converted;
  }

  private ConvertedBackbone same(OnnxText net) throws IOException {
    return same(net.write(folder.resolve("net.onnx")), 1e-4);
  }

  private static List<String> types(ConvertedBackbone converted) {
    return converted.backbone().nodes().stream().map(Node::layer).map(Layer::type).toList();
  }

  private static OnnxText net() {
    return new OnnxText().input("x", 1, 3, 16, 16).tensor("w", new int[] {4, 3, 3, 3}).node("Conv", List.of("x", "w"), "c", "pads", List.of(1, 1, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zero-pad-opset13", "frozen-batchnorm", "bias-as-a-sum", "constant-as-a-number", "squeeze-and-excitation", "silu", "leaky-relu", "concat"})
  void aFileComputesWhatOnnxRuntimeComputes(String name) {
    same(FILES.resolve(name + ".onnx"), 1e-4);
  }

  @Test
  void chainsOfStoredNumbersAreComputed() {
    ConvertedBackbone padded = same(FILES.resolve("zero-pad-opset13.onnx"), 1e-4);
    assertThat(types(padded)).containsExactly("Convolution", "ReLU");
    assertThat((Convolution) padded.backbone().nodes().get(0).layer()).satisfies(c -> assertThat(List.of(c.pad(), c.stride(), c.outputs())).containsExactly(1, 2, 8));
  }

  @Test
  void aFrozenBatchNormAndABiasGoIntoTheConvolution() {
    assertThat(types(same(FILES.resolve("frozen-batchnorm.onnx"), 1e-4))).doesNotContain("BatchNorm");
    assertThat(((Convolution) same(FILES.resolve("bias-as-a-sum.onnx"), 1e-4).backbone().nodes().get(0).layer()).bias()).isTrue();
  }

  @Test
  void halfPrecisionBecomesFloats() {
    ConvertedBackbone half = BackboneConverter.of(FILES.resolve("half-precision.onnx")).convert();
    assertThat(half.layersWithoutWeights()).isEmpty();
    assertThat(half.weights().arrays().values()).allMatch(array -> array.dataType() == DataType.FLOAT && array.amaxNumber().doubleValue() > 1e-3);
  }

  @Test
  void weightsBesideTheFileAreReadFromItsFolderOnly() throws IOException {
    assertThat(BackboneConverter.of(FILES.resolve("beside").resolve("net.onnx")).convert().layersWithoutWeights()).isEmpty();
    Path alone = Files.copy(FILES.resolve("beside").resolve("net.onnx"), folder.resolve("net.onnx"));
    assertThatThrownBy(() -> BackboneConverter.of(alone).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("k_ext.onnx.data").hasMessageContaining("not there");
    Files.write(folder.resolve("k_ext.onnx.data"), new byte[8]);
    assertThatThrownBy(() -> BackboneConverter.of(alone).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("the file has 8");
    byte[] out = new String(Files.readAllBytes(alone), StandardCharsets.ISO_8859_1).replace("k_ext.onnx.data", "../../../passwd").getBytes(StandardCharsets.ISO_8859_1);
    Path leading = Files.write(folder.resolve("leading.onnx"), out);
    assertThatThrownBy(() -> BackboneConverter.of(leading).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("allowed is a file in the folder");
  }

  @Test
  void manyNodesOfOneKindAreOneProblemWithACount() {
    assertThatThrownBy(() -> BackboneConverter.of(FILES.resolve("many-foreign-nodes.onnx")).convert()).isInstanceOf(InvalidInputException.class).message()
        .hasSizeLessThan(900).containsPattern("\\d+ Erf \\(the first is '/Erf'\\): there is no such layer");
  }

  @Test
  void hardActivationsAreFoundInTheirPieces() throws IOException {
    OnnxText pieces = net().tensor("three", new int[0], 3).tensor("six", new int[0], 6).tensor("zero", new int[0], 0).node("Add", List.of("c", "three"), "a")
        .node("Clip", List.of("a", "zero", "six"), "b");
    assertThat(types(same(pieces.node("Mul", List.of("c", "b"), "d").node("Div", List.of("d", "six"), "y").output("y")))).containsExactly("Convolution", "HardSwish");
    OnnxText gate = net().node("HardSigmoid", List.of("c"), "h", "alpha", 1f / 6).node("Mul", List.of("h", "c"), "y").output("y");
    assertThat(types(same(gate))).containsExactly("Convolution", "HardSwish");
    OnnxText alone = net().tensor("three", new int[0], 3).tensor("six", new int[0], 6).tensor("zero", new int[0], 0).node("Add", List.of("c", "three"), "a")
        .node("Clip", List.of("a", "zero", "six"), "b").node("Div", List.of("b", "six"), "y").output("y");
    ConvertedBackbone hard = same(alone);
    assertThat(hard.backbone().output().layer()).isEqualTo(new Activation(hard.backbone().output().layer().name(), Activation.Function.HARD_SIGMOID));
    OnnxText shared = net().node("Sigmoid", List.of("c"), "s").node("Mul", List.of("s", "c"), "m").node("Add", List.of("m", "s"), "y").output("y");
    assertThat(types(same(shared))).as("a sigmoid that another node reads, too").containsExactly("Convolution", "Sigmoid", "Eltwise", "Eltwise");
  }

  @Test
  void slopesBoundsAndStoredFactorsAreLayers() throws IOException {
    OnnxText net = net().tensor("slope", new int[] {4, 1, 1}, .1f, .2f, .3f, .4f).node("PRelu", List.of("c", "slope"), "p").tensor("low", new int[0], -.5f).tensor("high", new int[0], 1.5f)
        .node("Clip", List.of("p", "low", "high"), "k").tensor("f", new int[] {1, 4, 1, 1}, 1, 2, -1, .5f).node("Mul", List.of("k", "f"), "m").tensor("a", new int[] {4, 1, 1})
        .node("Add", List.of("m", "a"), "n").node("Sub", List.of("n", "a"), "y").output("y");
    ConvertedBackbone converted = same(net);
    assertThat(types(converted)).containsExactly("Convolution", "PReLU", "Clip", "Convolution");
    assertThat(((Convolution) converted.backbone().output().layer()).groups()).isEqualTo(4);
  }

  @Test
  void unevenPaddingIsALayerOfItsOwn() throws IOException {
    OnnxText net = new OnnxText().input("x", 1, 3, 16, 16).tensor("w", new int[] {4, 3, 3, 3}).node("Conv", List.of("x", "w"), "c", "auto_pad", "SAME_UPPER", "strides", List.of(2, 2))
        .node("Relu", List.of("c"), "r").node("MaxPool", List.of("r"), "y", "kernel_shape", List.of(3, 3), "strides", List.of(2, 2), "pads", List.of(0, 0, 1, 1)).output("y");
    assertThat(types(same(net))).containsExactly("Padding", "Convolution", "ReLU", "Padding", "Pooling");
    OnnxText lower = new OnnxText().input("x", 1, 3, 15, 16).tensor("w", new int[] {4, 3, 4, 4}).node("Conv", List.of("x", "w"), "y", "auto_pad", "SAME_LOWER", "strides", List.of(2, 2)).output("y");
    same(lower);
    OnnxText means = net().node("AveragePool", List.of("c"), "y", "kernel_shape", List.of(3, 3), "pads", List.of(1, 1, 1, 1), "strides", List.of(2, 2)).output("y");
    assertThat(types(same(means))).containsExactly("Convolution", "Pooling");
  }

  @Test
  void rangesOfChannelsAreTakenBySplitSliceAndGather() throws IOException {
    OnnxText net = net().node("", "Split", List.of("c"), List.of("s0", "s1", "s2"), "axis", 1, "split", List.of(1, 2, 1)).opset(11)
        .node("Slice", List.of("c", "from", "to", "axis"), "t").wholes("from", -2).wholes("to", Long.MAX_VALUE).wholes("axis", 1)
        .node("Concat", List.of("s2", "t", "s0"), "y", "axis", 1).output("y");
    ConvertedBackbone converted = same(net);
    assertThat(converted.backbone().nodes().stream().map(Node::layer).filter(ChannelSlice.class::isInstance).map(layer -> ((ChannelSlice) layer).begin()).toList()).containsExactly(0, 3, 2);
    OnnxText gathered = new OnnxText().input("x", 1, 3, 16, 16).tensor("f", new int[0], .5f).tensor("a", new int[0], .1f);
    for (int i = 0; i < 3; i++) { // GoogLeNet of torchvision normalises its input so
      gathered.node("Constant", List.of(), "i" + i, "value_int", i).node("Gather", List.of("x", "i" + i), "g" + i, "axis", 1).wholes("one" + i, 1)
          .node("Unsqueeze", List.of("g" + i, "one" + i), "u" + i).node("Mul", List.of("u" + i, "f"), "m" + i).node("Add", List.of("m" + i, "a"), "n" + i);
    }
    same(gathered.node("Concat", List.of("n0", "n1", "n2"), "j", "axis", 1).node("Relu", List.of("j"), "y").output("y"));
  }

  @Test
  void shapesOfMapsAreKnownWhereTheInputHasASize() throws IOException {
    OnnxText net = net().node("GlobalAveragePool", List.of("c"), "g").node("Shape", List.of("g"), "s").node("Constant", List.of(), "zero", "value_ints", List.of(0))
        .node("Gather", List.of("s", "zero"), "n", "axis", 0).node("Constant", List.of(), "rest", "value_ints", List.of(-1)).node("Concat", List.of("n", "rest"), "t", "axis", 0)
        .node("Reshape", List.of("g", "t"), "f").tensor("m", new int[] {4, 5}).node("MatMul", List.of("f", "m"), "p").tensor("b", new int[] {5}).node("Add", List.of("p", "b"), "q")
        .node("Softmax", List.of("q"), "y", "axis", 1).output("y");
    ConvertedBackbone converted = BackboneConverter.of(net.write(folder.resolve("net.onnx"))).convert();
    assertThat(types(converted)).containsExactly("Convolution", "Pooling", "InnerProduct");
    assertThat(converted.remark()).hasValueSatisfying(remark -> assertThat(remark).contains("classifier's end was cut off: Softmax 'y'"));
    OnnxText grouped = net().node("Shape", List.of("c"), "s").node("Constant", List.of(), "i", "value_ints", List.of(2, 3)).node("Gather", List.of("s", "i"), "hw", "axis", 0)
        .node("Constant", List.of(), "first", "value_ints", List.of(1, 2, 2)).node("Constant", List.of(), "all", "value_ints", List.of(1, 4)).node("Concat", List.of("first", "hw"), "five", "axis", 0)
        .node("Concat", List.of("all", "hw"), "four", "axis", 0).node("Reshape", List.of("c", "five"), "r").node("Transpose", List.of("r"), "t", "perm", List.of(0, 2, 1, 3, 4))
        .node("Reshape", List.of("t", "four"), "y").output("y");
    assertThat(types(same(grouped))).containsExactly("Convolution", "ShuffleChannel");
  }

  @Test
  void channelsMayComeLastAsInTensorFlow() throws IOException {
    OnnxText net = new OnnxText().input("x", 1, 16, 16, 3).node("Transpose", List.of("x"), "n", "perm", List.of(0, 3, 1, 2)).tensor("w", new int[] {4, 3, 3, 3})
        .node("Conv", List.of("n", "w"), "c", "auto_pad", "SAME_UPPER", "strides", List.of(2, 2)).node("Transpose", List.of("c"), "l", "perm", List.of(0, 2, 3, 1)).node("Relu", List.of("l"), "r")
        .tensor("b", new int[] {4}).node("Add", List.of("r", "b"), "s").node("Transpose", List.of("s"), "y", "perm", List.of(0, 3, 1, 2)).output("y");
    Path file = net.write(folder.resolve("net.onnx"));
    ConvertedBackbone converted = BackboneConverter.of(file).convert();
    INDArray images = Nets.random(DataType.FLOAT, 1, 1, 3, 16, 16);
    try (OnnxRun onnx = OnnxRun.of(file)) {
      INDArray expected = onnx.run(images.permute(0, 2, 3, 1).dup('c')).get("y");
      BackboneConverterTest.close(BackboneConverterTest.features(converted.backbone(), converted.weights(), images), expected);
    }
  }

  @Test
  void identitiesCastsAndDropoutsDoNotMatter() throws IOException {
    OnnxText net = net().node("Identity", List.of("c"), "a").node("Cast", List.of("a"), "b", "to", 1).node("Dropout", List.of("b"), "d").node("Relu", List.of("d"), "y").output("y");
    assertThat(types(same(net))).containsExactly("Convolution", "Dropout", "ReLU");
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 13, 17, 18, 19})
  void operatorSetsDifferInWhereAxesStand(int opset) throws IOException {
    OnnxText net = net().opset(opset);
    if (opset >= 18) {
      net.wholes("axes", 2, 3).node("ReduceMean", List.of("c", "axes"), "m", "keepdims", 0);
    } else {
      net.node("ReduceMean", List.of("c"), "m", "axes", List.of(2, 3), "keepdims", 0);
    }
    net.tensor("f", new int[] {5, 4}).tensor("b", new int[] {5}).node("Gemm", List.of("m", "f", "b"), "y", "transB", 1).output("y");
    assertThat(types(same(net))).containsExactly("Convolution", "Pooling", "InnerProduct");
  }

  @Test
  void aModuleIsItsLastNodeAndUnknownNamesAreAnsweredWithThoseThereAre() {
    Path file = BackboneConverterTest.FIXTURES.resolve("residual-batchnorm.onnx");
    ConvertedBackbone module = BackboneConverter.of(file).feature("layer3").convert();
    assertThat(module.backbone()).isEqualTo(BackboneConverter.of(file).feature("/layer3/relu_1/Relu").convert().backbone());
    assertThat(module.remark()).hasValueSatisfying(remark -> assertThat(remark).contains("'layer3' is a module of", "ends at its last, '/layer3/relu_1/Relu'"));
    assertThatThrownBy(() -> BackboneConverter.of(file).feature("stage9").convert()).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no node or module 'stage9'").hasMessageContaining("the last nodes are").hasMessageContaining("--list");
    assertThat(BackboneConverter.of(file).list()).contains("/layer3/relu_1/Relu  Relu  16x4x4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pth", "a.pt", "a.safetensors", "a.h5", "a.keras", "a.pb", "a.tflite", "a.caffemodel"})
  void filesOfOtherKindsAreAnsweredWithWhatToDo(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "numbers");
    assertThatThrownBy(() -> BackboneConverter.of(file).convert()).isInstanceOf(InvalidInputException.class).message().contains(name).containsPattern("torch.onnx.export|tf2onnx|--weights")
        .doesNotContain("\n");
    Path pointer = Files.writeString(folder.resolve("pointer.onnx"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    assertThatThrownBy(() -> BackboneConverter.of(pointer).convert()).hasMessageContaining("pointer of Git LFS");
  }
}
