package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models under ONNX Runtime and SameDiff compute what they compute here. */
class OnnxExportTest {
  @TempDir Path folder;

  @Test
  void onnxRuntimeGivesTheSameOutputsForAnyBatch() {
    Path file = folder.resolve("model.onnx");
    try (MultiTaskModel model = Models.model(1)) {
      model.export(ModelFormat.ONNX, file);
      try (OnnxRun onnx = OnnxRun.of(file)) {
        assertThat(onnx.inputShape()).containsExactly(-1, 3, 30, 34);
        assertThat(onnx.outputs()).containsExactlyElementsOf(model.tasks().stream().map(Task::name).toList());
        for (int batch : new int[] {1, 3}) {
          INDArray images = Nets.random(DataType.FLOAT, batch, batch, 3, 30, 34);
          Map<String, INDArray> expected = model.outputs(images);
          onnx.run(images).forEach((task, found) -> close(task, found, expected.get(task)));
        }
      }
    }
    assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void theMetadataSayHowImagesArePreparedAndWhatTheTasksAre() {
    Path file = folder.resolve("model.onnx");
    try (MultiTaskModel model = Models.model(1)) {
      model.export(ModelFormat.ONNX, file);
    }
    try (OnnxRun onnx = OnnxRun.of(file)) {
      assertThat(onnx.notes()).containsEntry("automtl4j.version", "1")
          .containsEntry("automtl4j.input", "{\"order\":\"BGR\",\"mean\":[104.0,117.0,123.0],\"std\":[50.0,60.0,70.0]}")
          .hasEntrySatisfying("automtl4j.task.floor", text -> assertThat(text).contains("SEGMENTATION").contains("\"outputs\":5"));
    }
  }

  @Test
  void equalModelsGiveEqualFiles() throws Exception {
    for (String name : List.of("a.onnx", "b.onnx")) {
      try (MultiTaskModel model = Models.model(4)) {
        model.export(ModelFormat.ONNX, folder.resolve(name));
      }
    }
    assertThat(folder.resolve("a.onnx")).hasSameBinaryContentAs(folder.resolve("b.onnx"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "mobilenetv2"})
  void aFileIsHardlyLargerThanTheWeightsThatTheSizeReportCounts(String backbone) throws Exception {
    SuperModel superModel = SuperModel.builder(Backbone.named(backbone)).task(Task.segmentation("floor", 5), TaskHead.conv1x1())
        .task(Task.depth("depth"), TaskHead.conv1x1()).seed(3).build();
    Architecture architecture = Architecture.sample(superModel, RandomStream.of(3, "architecture"));
    long counted = ModelSize.of(superModel, Stage.HARD, Optional.of(architecture), 64, 64).parameters();
    try (MultiTaskModel model = MultiTaskModel.builder(superModel).architecture(architecture).inputSize(64, 64).build()) {
      for (ModelFormat format : ModelFormat.values()) {
        Path file = folder.resolve(format + ".file");
        model.export(format, file);
        // SameDiff's files have about 1 KB for each operation, and mobilenetv2 has many small ones.
        double most = format == ModelFormat.SAMEDIFF && backbone.equals("mobilenetv2") ? 1.025 : 1.02;
        assertThat((double) Files.size(file)).as(format.name()).isBetween(counted * 4 * .95, counted * 4 * most);
      }
      INDArray image = Nets.random(DataType.FLOAT, 1, 1, 3, 64, 64);
      try (OnnxRun onnx = OnnxRun.of(folder.resolve("ONNX.file"))) {
        Map<String, INDArray> expected = model.outputs(image);
        onnx.run(image).forEach((task, found) -> close(task, found, expected.get(task)));
      }
    }
  }

  /** What a small model's file has beside its numbers: the graph, the names, and in the zip a stored sample. */
  @Test
  void aSmallModelsFileHasLittleBesideItsNumbers() throws Exception {
    SuperModel superModel = SuperModel.builder(Backbone.named("demo")).task(Task.segmentation("floor", 7), TaskHead.conv1x1(48))
        .task(Task.depth("depth"), TaskHead.conv1x1(48)).task(Task.normals("normal"), TaskHead.conv1x1(48)).seed(3).build();
    Architecture architecture = Architecture.sample(superModel, RandomStream.of(3, "architecture"));
    long counted = ModelSize.of(superModel, Stage.HARD, Optional.of(architecture), 48, 48).parameters();
    Map<ModelFormat, Integer> allowed = Map.of(ModelFormat.DL4J, 25_000, ModelFormat.ONNX, 25_000, ModelFormat.SAMEDIFF, 130_000, ModelFormat.NPZ, 110_000);
    try (MultiTaskModel model = MultiTaskModel.builder(superModel).architecture(architecture).inputSize(48, 48).build()) {
      for (Map.Entry<ModelFormat, Integer> format : allowed.entrySet()) {
        Path file = folder.resolve(format.getKey() + ".file");
        model.export(format.getKey(), file);
        assertThat(Files.size(file) - counted * 4).as(format.getKey().name()).isLessThan(format.getValue());
      }
    }
  }

  @Test
  void sameDiffLoadsItsFileAndComputesTheSame() {
    Path file = folder.resolve("model.fb");
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, 30, 34);
    try (MultiTaskModel model = Models.model(5)) {
      model.export(ModelFormat.SAMEDIFF, file);
      SameDiff graph = SameDiff.load(new File(file.toString()), false);
      boolean helpers = Nd4j.getEnvironment().helpersAllowed();
      Nd4j.getEnvironment().allowHelpers(false);
      try {
        Map<String, INDArray> expected = model.outputs(images);
        expected.forEach((task, right) -> close(task, graph.output(Map.of("input", images), task + "/prediction").get(task + "/prediction"), right));
      } finally {
        Nd4j.getEnvironment().allowHelpers(helpers);
      }
    }
  }

  private static void close(String task, INDArray found, INDArray expected) {
    assertThat(found.shape()).as(task).isEqualTo(expected.shape());
    assertThat(found.sub(expected).amaxNumber().doubleValue()).as(task).isLessThan(1e-4 * Math.max(1, expected.amaxNumber().doubleValue()));
  }
}
