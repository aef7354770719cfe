package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Models with gates, joins, shuffles and every activation go into all formats and compute the same there. */
class ModernModelTest {
  @TempDir Path folder;

  private static MultiTaskModel model(long seed) {
    SuperModel superModel = SuperModel.builder(Nets.modern(3)).task(Task.segmentation("floor", 5), TaskHead.conv1x1(6)).task(Task.depth("depth"), TaskHead.conv1x1()).seed(seed).build();
    Nets.randomise(superModel, seed);
    return MultiTaskModel.builder(superModel).architecture(Architecture.sample(superModel, RandomStream.of(seed, "architecture"))).inputSize(10, 12).build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyFormatComputesTheSame(long seed) throws Exception {
    INDArray images = Nets.random(DataType.FLOAT, seed, 2, 3, 10, 12);
    try (MultiTaskModel model = model(seed)) {
      Map<String, INDArray> expected = model.outputs(images);
      Path zip = folder.resolve("model.zip");
      model.save(zip);
      try (MultiTaskModel loaded = MultiTaskModel.loadChecked(zip)) {
        loaded.outputs(images).forEach((task, found) -> close(task, found, expected.get(task)));
      }
      ComputationGraph graph = ModelSerializer.restoreComputationGraph(zip.toFile(), false);
      INDArray[] outputs = graph.output(images);
      for (int i = 0; i < outputs.length; i++) {
        close("Deeplearning4j " + i, outputs[i], expected.get(graph.getConfiguration().getNetworkOutputs().get(i)));
      }
      Path onnxFile = folder.resolve("model.onnx");
      model.export(ModelFormat.ONNX, onnxFile);
      try (OnnxRun onnx = OnnxRun.of(onnxFile)) {
        onnx.run(images).forEach((task, found) -> close(task, found, expected.get(task)));
      }
      Path flat = folder.resolve("model.fb");
      model.export(ModelFormat.SAMEDIFF, flat);
      SameDiff sameDiff = SameDiff.load(new File(flat.toString()), false);
      expected.forEach((task, right) -> close(task, sameDiff.output(Map.of("input", images), task + "/prediction").get(task + "/prediction"), right));
    }
  }

  private static void close(String task, INDArray found, INDArray expected) {
    assertThat(found.shape()).as(task).isEqualTo(expected.shape());
    assertThat(found.sub(expected).amaxNumber().doubleValue()).as(task).isLessThan(1e-4 * Math.max(1, expected.amaxNumber().doubleValue()));
  }
}
