package org.automtl4j.graph.head;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.model.checkpoint.PublishedEntry;
import org.automtl4j.graph.model.checkpoint.PublishedNames;
import org.automtl4j.graph.model.npy.NpzFile;
import org.automtl4j.graph.samediff.Nets;
import org.automtl4j.graph.samediff.TaskGraph;
import org.automtl4j.graph.samediff.TaskGraphs;
import org.automtl4j.graph.supermodel.Stage;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The published ASPP head at its full width of 1024. */
class AsppGoldenTest {
  private static final Path FOLDER = GoldenFolder.root().resolve("model/aspp_full");

  static Stream<String> sizes() {
    if (!GoldenFolder.has("model/aspp_full")) {
      return Stream.empty();
    }
    return golden().names().stream().filter(name -> name.startsWith("out.")).map(name -> name.substring("out.".length()));
  }

  private static NpzFile golden() {
    return NpzFile.read(FOLDER.resolve("expected.npz"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("sizes")
  void theFullHeadGivesThePublishedOutput(String size) {
    JsonNode json = GoldenFolder.json(FOLDER.resolve("case.json"));
    int channels = json.get("feature_channels").asInt();
    int height = Integer.parseInt(size.split("x")[0]);
    int width = Integer.parseInt(size.split("x")[1]);
    SuperModel model = SuperModel.builder(Nets.chain(channels, new Dropout("none", 0.5)))
        .task(Task.regression("t", json.get("out_channels").asInt()), TaskHead.aspp(1024)).build();
    for (PublishedEntry entry : PublishedNames.of(model)) {
      String name = entry.name().substring("headsDict.t.".length());
      entry.write(model.parameters(), Formula.state(name, entry.shape()));
    }
    TaskGraph graph = TaskGraphs.build(model, Stage.COMMON, "t", false, height, width);
    INDArray x = Formula.fill("aspp.input." + size, 2, 2, channels, height, width);
    INDArray y = Nets.run(graph, Map.of(TaskGraph.INPUT, x), List.of("t/prediction")).get("t/prediction");
    INDArray expected = golden().array("out." + size).toINDArray(DataType.DOUBLE);
    double difference = y.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue();
    GoldenReport.close("model/aspp_full", "output, " + size, difference, 1e-5 * expected.amaxNumber().doubleValue());
  }
}
