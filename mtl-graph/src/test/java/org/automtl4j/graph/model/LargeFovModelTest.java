package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.automtl4j.graph.network.Role;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What DeepLab-LargeFOV needs: BatchNorms in a head, padding on two sides, averages over pixels only. */
class LargeFovModelTest {

  private static SuperModel superModel() {
    Backbone backbone = Nets.chain(3, Nets.conv("stem", 4, 3, 1, 1, 1, false), Nets.norm("n0"), Nets.relu("r0"), new Padding("pad", 0, 1, 0, 1),
        new Pooling("max", Pooling.Mode.MAX, 3, 2, 0, false, false), Nets.conv("next", 4, 3, 1, 1, 1, false), Nets.norm("n1"), Nets.relu("r1"),
        new Pooling("average", Pooling.Mode.AVERAGE, 3, 1, 1, false, false, false));
    SuperModel model = SuperModel.builder(backbone).task(Task.segmentation("floor", 5), TaskHead.largeFov(6)).task(Task.depth("depth"), TaskHead.largeFov(4)).build();
    Nets.randomise(model, 3);
    return model;
  }

  @Test
  void aHeadsRunningStatisticsAreUpdatedAndNotTrained() {
    SuperModel model = superModel();
    TaskGraph graph = TaskGraphs.build(model, Stage.COMMON, "floor", true, 12, 14);
    assertThat(graph.statistics()).extracting("runningMean").contains("head.floor.bn1.mean", "head.floor.bn2.mean").hasSize(4);
    assertThat(graph.statistics()).filteredOn(update -> update.runningMean().startsWith("head.")).allSatisfy(update -> assertThat(update.positions()).isEqualTo(6 * 7));
    assertThat(model.parameters().parameter("head.floor.bn1.mean").role()).isEqualTo(Role.STATISTIC);
    assertThat(model.parameters().parameter("head.floor.bn1.gamma").role()).isEqualTo(Role.WEIGHT);
    Map<String, INDArray> numbers = new HashMap<>();
    model.parameters().all().forEach(p -> numbers.put(p.name(), p.array()));
    assertThat(model.over(numbers).parameters().all()).allSatisfy(p -> assertThat(p.role()).isEqualTo(model.parameters().parameter(p.name()).role()));
  }

  @Test
  void theModelComesBackFromItsFileAndRunsInDeeplearning4jAndOnnx(@TempDir Path folder) throws IOException {
    SuperModel model = superModel();
    INDArray images = Nets.random(DataType.FLOAT, 5, 2, 3, 12, 14);
    try (MultiTaskModel finished = MultiTaskModel.builder(model).architecture(Architecture.uniform(model, Branch.SHARED)).inputSize(12, 14)
        .preprocessing(Models.PREPROCESSING).build()) {
      TaskGraph graph = TaskGraphs.inference(model, Stage.HARD, List.of("floor"), 12, 14, Optional.of(Architecture.uniform(model, Branch.SHARED)));
      INDArray expected = Nets.run(graph, Map.of("input", images), List.of("floor/prediction")).get("floor/prediction");
      INDArray found = finished.outputs(images).get("floor");
      assertThat(found.distance2(expected)).isLessThan(1e-4 * expected.norm2Number().doubleValue());
      finished.save(folder.resolve("model.zip"));
      finished.export(ModelFormat.ONNX, folder.resolve("model.onnx"));
      try (MultiTaskModel loaded = MultiTaskModel.load(folder.resolve("model.zip"))) {
        assertThat(loaded.outputs(images).get("floor")).isEqualTo(found);
      }
      Nd4j.getEnvironment().allowHelpers(false); // oneDNN has no dilated convolutions there
      try {
        INDArray plain = ModelSerializer.restoreComputationGraph(folder.resolve("model.zip").toFile()).output(images)[0];
        assertThat(plain.distance2(found)).isLessThan(1e-4 * expected.norm2Number().doubleValue());
      } finally {
        Nd4j.getEnvironment().allowHelpers(true);
      }
      try (OnnxRun onnx = OnnxRun.of(folder.resolve("model.onnx"))) {
        assertThat(onnx.run(images).get("floor").distance2(found)).isLessThan(1e-4 * expected.norm2Number().doubleValue());
      }
    }
  }
}
