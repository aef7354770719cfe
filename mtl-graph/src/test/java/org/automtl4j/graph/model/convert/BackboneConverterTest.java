package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.BackboneWeights;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** ONNX files as PyTorch writes them, see {@code fixtures/onnx/make.py}, become backbones that compute the same. */
class BackboneConverterTest {
  static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures", "onnx");

  /** What a backbone with its numbers gives for images. */
  static INDArray features(Backbone backbone, BackboneWeights weights, INDArray images) {
    SuperModel model = SuperModel.builder(backbone).weights(weights).task(Task.depth("depth"), TaskHead.conv1x1()).build();
    TaskGraph graph = TaskGraphs.build(model, Stage.COMMON, List.of("depth"), false, (int) images.size(2), (int) images.size(3), Optional.empty());
    String feature = graph.features().get("depth");
    return Nets.run(graph, Map.of("input", images), List.of(feature)).get(feature);
  }

  static void close(INDArray found, INDArray expected) {
    double scale = Math.max(1, expected.amaxNumber().doubleValue());
    assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4 * scale);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(1e-2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual.onnx", "residual-batchnorm.onnx", "inverted.onnx", "gated.onnx"})
  void theBackboneComputesWhatOnnxRuntimeComputes(String name) {
    ConvertedBackbone converted = BackboneConverter.of(FIXTURES.resolve(name)).convert();
    assertThat(converted.layersWithoutWeights()).isEmpty();
    assertThat(converted.backbone().headerShape()).hasValueSatisfying(shape -> assertThat(shape.height()).isEqualTo(64));
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, 64, 64);
    try (OnnxRun onnx = OnnxRun.of(FIXTURES.resolve(name))) {
      INDArray expected = onnx.run(images).get("out");
      INDArray found = features(converted.backbone(), converted.weights(), images);
      close(found.reshape(expected.shape()), expected);
    }
  }

  @Test
  void batchNormsStayWhereTheyWereNotFoldedAndLayersAreCalledAfterTheirWeights() {
    Backbone kept = BackboneConverter.of(FIXTURES.resolve("residual-batchnorm.onnx")).convert().backbone();
    assertThat(kept.nodes().stream().filter(node -> node.layer() instanceof BatchNorm)).hasSize(9);
    assertThat(kept.nodes().get(0).layer().name()).isEqualTo("conv1");
    assertThat(kept.nodes().get(1).layer()).isEqualTo(new BatchNorm("bn1", 1e-5, 0.1, true, true));
    Backbone folded = BackboneConverter.of(FIXTURES.resolve("residual.onnx")).convert().backbone();
    assertThat(folded.nodes().stream().filter(node -> node.layer() instanceof BatchNorm)).isEmpty();
    Backbone inverted = BackboneConverter.of(FIXTURES.resolve("inverted.onnx")).convert().backbone();
    assertThat(inverted.nodes().stream().filter(node -> node.layer() instanceof Relu6)).hasSize(7);
  }

  @Test
  void aFeatureEndsTheBackboneAndAnOutputStrideTurnsStridesIntoDilationWithUnchangedWeights() {
    String feature = "/layer3/relu_1/Relu";
    ConvertedBackbone plain = BackboneConverter.of(FIXTURES.resolve("residual-batchnorm.onnx")).feature(feature).convert();
    ConvertedBackbone dilated = BackboneConverter.of(FIXTURES.resolve("residual-batchnorm.onnx")).feature(feature).outputStride(8).convert();
    assertThat(plain.single()).isFalse();
    assertThat(plain.weights()).isEqualTo(dilated.weights());
    INDArray images = Nets.random(DataType.FLOAT, 2, 1, 3, 64, 64);
    INDArray coarse = features(plain.backbone(), plain.weights(), images);
    INDArray fine = features(dilated.backbone(), dilated.weights(), images);
    assertThat(coarse.shape()).containsExactly(1, 16, 4, 4);
    assertThat(fine.shape()).containsExactly(1, 16, 8, 8);
    close(fine.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 8), NDArrayIndex.interval(0, 2, 8)), coarse);
  }

  @Test
  void theFilesOfABackboneGiveTheSameNumbersInSharedAndSpecificBranches(@TempDir Path folder) {
    ConvertedBackbone converted = BackboneConverter.of(FIXTURES.resolve("residual-batchnorm.onnx")).feature("/layer2/relu_1/Relu").convert();
    Path file = folder.resolve("narrow.prototxt");
    converted.write(file);
    Backbone backbone = Backbone.read(file);
    assertThat(backbone).isEqualTo(converted.backbone());
    SuperModel model = SuperModel.builder(backbone).weights(WeightsFile.read(folder.resolve("narrow.weights.npz"))).task(Task.depth("near"), TaskHead.conv1x1())
        .task(Task.depth("far"), TaskHead.conv1x1()).build();
    INDArray kernel = converted.weights().arrays().get("conv1.weight");
    for (SuperModel each : List.of(model, model.fresh(5))) {
      for (String branch : List.of("shared", "specific.near", "specific.far")) {
        assertThat(each.parameters().get("layer.0." + branch + ".weight")).isEqualTo(kernel);
        assertThat(each.parameters().get("layer.1." + branch + ".variance")).isEqualTo(converted.weights().arrays().get("bn1.variance"));
      }
    }
  }

  @Test
  void weightsOfAnotherBackboneAreRefused() {
    BackboneWeights weights = BackboneConverter.of(FIXTURES.resolve("inverted.onnx")).convert().weights();
    assertThatThrownBy(() -> SuperModel.builder(Backbone.named("resnet18")).weights(weights)).isInstanceOf(InvalidInputException.class).hasMessageContaining("resnet18");
  }

  @Test
  void whatABackboneCannotHaveIsOneErrorThatNamesEachNode() {
    assertThatThrownBy(() -> BackboneConverter.of(FIXTURES.resolve("exporters").resolve("many-foreign-nodes.onnx")).convert()).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("many-foreign-nodes.onnx").hasMessageContaining("12 Erf (the first is '/Erf')").satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void anUnknownFeatureIsRefusedWithTheNearestName() {
    assertThatThrownBy(() -> BackboneConverter.of(FIXTURES.resolve("residual.onnx")).feature("/layer3/relu_1/Rel").convert()).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/layer3/relu_1/Relu");
  }
}
