package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.plan.InferencePlan;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A fusion network with some of its edges, in other programs. */
class NetworkExportTest {
  private static final int SIZE = 12;
  private final FusionNetwork network = FusionNetwork.builder(Backbone.builder("chain").input(3)
      .convolution(4, 3, c -> c.noBias().pad(1)).batchNorm().relu().convolution(4, 3, c -> c.noBias().pad(1)).batchNorm().relu().build())
      .task(Task.depth("depth"), TaskHead.conv1x1(4)).task(Task.normals("normal"), TaskHead.conv1x1(4)).build();
  private final Parameters parameters = random();
  private final FusionArchitecture some = FusionArchitecture.of(network, List.of(new Edge("depth", "normal", 1, 0), new Edge("normal", "depth", 0, 0)));

  private Parameters random() {
    Parameters numbers = Parameters.fresh(network, 1);
    RandomStream random = RandomStream.of(1, "numbers");
    numbers.all().forEach(p -> {
      for (long i = 0; i < p.array().length(); i++) {
        p.array().putScalar(i, p.name().endsWith("variance") || p.name().endsWith("gamma") ? random.uniform(0.5, 1.5) : random.uniform(-0.6, 0.6));
      }
    });
    return numbers;
  }

  private NetworkExport export(FusionArchitecture architecture) {
    return new NetworkExport(network, parameters, new FusionView.Discrete(architecture), SIZE, SIZE);
  }

  @Test
  void deeplearning4jOnnxAndSameDiffGiveTheSameOutputs(@TempDir Path folder) throws IOException {
    INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, SIZE, SIZE);
    NetworkExport export = export(some);
    Map<String, INDArray> expected = outputs(export.graph(), images);
    for (ModelFormat format : List.of(ModelFormat.DL4J, ModelFormat.ONNX, ModelFormat.SAMEDIFF)) {
      export.write(format, folder.resolve("model." + format));
    }
    INDArray[] plain = ModelSerializer.restoreComputationGraph(folder.resolve("model.DL4J").toFile(), false).output(images);
    SameDiff loaded = SameDiff.load(folder.resolve("model.SAMEDIFF").toFile(), false);
    Map<String, String> names = export.graph().predictions();
    Map<String, INDArray> same = loaded.output(Map.of(export.graph().input(), images), List.copyOf(names.values()));
    try (OnnxRun onnx = OnnxRun.of(folder.resolve("model.ONNX"))) {
      Map<String, INDArray> other = onnx.run(images);
      for (int t = 0; t < 2; t++) {
        String task = network.tasks().get(t).name();
        close(plain[t], expected.get(task));
        close(same.get(names.get(task)), expected.get(task));
        close(other.get(task), expected.get(task));
      }
    }
  }

  private static void close(INDArray found, INDArray expected) {
    assertThat(found.distance2(expected)).isLessThan(1e-4 * expected.norm2Number().doubleValue());
  }

  private static Map<String, INDArray> outputs(NetworkGraph graph, INDArray images) {
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape()).outputs(graph.predictions().values()).build()) {
      plan.input(graph.input()).assign(images);
      plan.run();
      Map<String, INDArray> outputs = new HashMap<>();
      graph.predictions().forEach((task, name) -> outputs.put(task, plan.value(name).dup()));
      return outputs;
    }
  }

  @Test
  void closedEdgesAndTheirKernelsAreGone() {
    long none = export(FusionArchitecture.none(network)).numbers();
    assertThat(export(some).numbers()).as("two kernels of 4 x 4").isEqualTo(none + 2 * 16);
    assertThat(export(FusionArchitecture.all(network)).numbers()).isEqualTo(none + 16 * network.space().edges().size());
    assertThat(export(some).graph().parameters()).contains("fusion.1.depth.from.0.normal.weight").doesNotContain("fusion.1.depth.from.1.normal.weight", "choice.edges");
  }

  @Test
  void aViewThatIsFedSomethingIsRefused() {
    assertThatThrownBy(() -> new NetworkExport(network, parameters, new FusionView.Gated(), SIZE, SIZE).graph()).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("view 'gated' is fed gates.noise and more");
  }
}
