package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.convert.BackboneConverter;
import org.automtl4j.graph.model.convert.WeightsFile;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One model in each format as release 0.1 writes it, and one backbone with its weights; later releases read them all. {@code -Dautomtl.regenerate=true} writes them anew, for a
 * new release under a new name.
 */
class FormatFixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "fixtures", "formats");
  private static final Path ZIP = FOLDER.resolve("small-0.1.zip");
  private static final Path FIXED = FOLDER.resolve("fixed-size-0.1.zip");
  private static final Path ONNX = FOLDER.resolve("small-0.1.onnx");
  private static final Path FLAT = FOLDER.resolve("small-0.1.fb");
  private static final Path PROTOTXT = FOLDER.resolve("narrow-0.1.prototxt");

  private static void regenerate() {
    if (Boolean.getBoolean("automtl.regenerate")) {
      SuperModel superModel = SuperModel.builder(Nets.chain(3, Nets.conv("stem", 8, 3, 2, 1, 1, true), Nets.norm("n0"), Nets.relu("r0"), Nets.conv("deep", 8, 3, 1, 1, 8, false),
              Nets.norm("n1"))).task(Task.segmentation("floor", 3), TaskHead.conv1x1()).task(Task.depth("depth"), TaskHead.conv1x1(4)).seed(5).build();
      Nets.randomise(superModel, 5);
      try (MultiTaskModel model = MultiTaskModel.builder(superModel).architecture(Architecture.sample(superModel, RandomStream.of(5, "fixture"))).inputSize(16, 16)
          .preprocessing(Models.PREPROCESSING).data("fixture", "none", "none is needed").build()) {
        model.save(ZIP);
        model.export(ModelFormat.ONNX, ONNX);
        model.export(ModelFormat.SAMEDIFF, FLAT);
      }
      SuperModel wide = SuperModel.builder(Nets.chain(3, Nets.conv("stem", 2, 3, 2, 1, 1, true))).task(Task.depth("depth"), TaskHead.aspp(2)).seed(5).build();
      Nets.randomise(wide, 5);
      try (MultiTaskModel model = MultiTaskModel.builder(wide).inputSize(16, 32).fixedSize().build()) { // maps of 8x16 in the head
        model.save(FIXED);
      }
      BackboneConverter.of(Path.of("src", "test", "resources", "fixtures", "onnx", "residual-batchnorm.onnx")).feature("/layer2/relu_1/Relu").convert().write(PROTOTXT);
    }
  }

  @Test
  void aModelForOneSizeHasWhatItSeesAndStillGivesTheOutputsOfItsSample() {
    regenerate();
    try (MultiTaskModel model = MultiTaskModel.loadChecked(FIXED)) {
      assertThat(model.isFixedSize()).isTrue();
      assertThat(model.superModel().parameters().get("head.depth.fc2.conv1.weight").shape()).containsExactly(1, 3, 2, 2);
    }
  }

  @Test
  void theZipTheOnnxFileAndTheSameDiffFileGiveTheSameOutputs() {
    regenerate();
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, 16, 16);
    try (MultiTaskModel model = MultiTaskModel.loadChecked(ZIP); OnnxRun onnx = OnnxRun.of(ONNX)) {
      assertThat(model.info().data()).containsEntry("licence", "none is needed");
      SameDiff graph = SameDiff.load(FLAT.toFile(), false);
      Map<String, INDArray> expected = model.outputs(images);
      Map<String, INDArray> elsewhere = onnx.run(images);
      expected.forEach((task, right) -> {
        assertThat(elsewhere.get(task).sub(right).amaxNumber().doubleValue()).isLessThan(1e-4);
        assertThat(graph.output(Map.of("input", images), task + "/prediction").get(task + "/prediction").sub(right).amaxNumber().doubleValue()).isLessThan(1e-4);
      });
    }
  }

  @Test
  void theBackboneAndItsWeightsFitEachOther() {
    regenerate();
    Backbone backbone = Backbone.read(PROTOTXT);
    WeightsFile.read(FOLDER.resolve("narrow-0.1.weights.npz")).check(backbone);
    assertThat(WeightsFile.read(FOLDER.resolve("narrow-0.1.weights.npz")).layersWithout(backbone)).isEmpty();
    assertThat(WeightsFile.preprocessing(FOLDER.resolve("narrow-0.1.weights.npz"))).isEmpty();
  }
}
