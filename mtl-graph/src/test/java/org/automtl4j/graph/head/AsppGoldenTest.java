package org.automtl4j.graph.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.ParameterNames;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.model.published.PublishedEntry;
import org.automtl4j.graph.model.published.PublishedNames;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The published ASPP head at its full width of 1024. */
class AsppGoldenTest {
  private static final Path FOLDER = GoldenFolder.root().resolve("model/aspp_full");

  static Stream<String> sizes() {
    GoldenFolder.needs("model/aspp_full");
    return golden().names().stream().filter(name -> name.startsWith("out.")).map(name -> name.substring("out.".length()));
  }

  private static NpzFile golden() {
    return NpzFile.read(FOLDER.resolve("expected.npz"));
  }

  /** The head on a feature of its own, filled by formula. */
  private static SuperModel model(JsonNode json, TaskHead head) {
    SuperModel model = SuperModel.builder(Nets.chain(json.get("feature_channels").asInt(), new Dropout("none", 0.5)))
        .task(Task.of("t", TaskKind.EDGES, json.get("out_channels").asInt()), head).build();
    for (PublishedEntry entry : PublishedNames.of(model)) {
      String name = entry.name().substring("headsDict.t.".length());
      entry.write(model.parameters(), Formula.state(name, entry.shape()));
    }
    return model;
  }

  private static int height(String size) {
    return Integer.parseInt(size.split("x")[0]);
  }

  private static int width(String size) {
    return Integer.parseInt(size.split("x")[1]);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("sizes")
  void theFullHeadGivesThePublishedOutput(String size) {
    JsonNode json = GoldenFolder.json(FOLDER.resolve("case.json"));
    TaskGraph graph = TaskGraphs.build(model(json, TaskHead.aspp(1024)), Stage.COMMON, "t", false, height(size), width(size));
    INDArray x = Formula.fill("aspp.input." + size, 2, 2, json.get("feature_channels").asInt(), height(size), width(size));
    INDArray y = Nets.run(graph, Map.of(TaskGraph.INPUT, x), List.of("t/prediction")).get("t/prediction");
    close("output, " + size, y, golden().array("out." + size));
  }

  /** Of sum(output R), through a training plan: the feature's gradient, and those of the biases before and after the wide layers of the last branch. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("sizes")
  void theFullHeadGivesThePublishedGradients(String size) {
    JsonNode json = GoldenFolder.json(FOLDER.resolve("case.json"));
    long[] shape = {2, json.get("feature_channels").asInt(), height(size), width(size)};
    TaskHead aspp = TaskHead.aspp(1024);
    // The images are no variable; what is added to them has their gradient.
    SuperModel model = model(json, (scope, feature, task) ->
        aspp.build(scope, feature.add(feature.getSameDiff().var("moved", Nd4j.zeros(DataType.FLOAT, shape))), task));
    TaskGraph graph = TaskGraphs.build(model, Stage.COMMON, "t", false, height(size), width(size));
    SDVariable output = graph.sameDiff().getVariable(graph.predictions().get("t"));
    INDArray r = Formula.fill("aspp.R." + size, 1, 2, json.get("out_channels").asInt(), height(size), width(size));
    String loss = output.mul(graph.sameDiff().constant("R", r)).sum("loss").name();
    String first = ParameterNames.head("t", "fc4.conv1.bias");
    String last = ParameterNames.head("t", "fc4.conv3.bias");
    try (TrainingPlan plan = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), shape).loss(loss).gradientsOf(List.of("moved", first, last)).build()) {
      plan.input(graph.input()).assign(Formula.fill("aspp.input." + size, 2, shape));
      plan.forward();
      plan.backward();
      close("gradient of the feature, " + size, plan.gradient("moved"), golden().array("dx." + size));
      close("gradient of conv1's bias, " + size, plan.gradient(first), golden().array("dconv1bias." + size));
      INDArray sums = r.sum(0, 2, 3); // [C]: that gradient, whatever the network
      assertThat(plan.gradient(last).sub(sums).amaxNumber().doubleValue()).isLessThan(1e-4);
      INDArray published = golden().array("dconv3bias." + size).toINDArray(DataType.FLOAT);
      if (published.sub(sums).amaxNumber().doubleValue() < 1e-4) {
        close("gradient of conv3's bias, " + size, plan.gradient(last), golden().array("dconv3bias." + size));
      } else {
        GoldenReport.mended("model/aspp_full", "gradient of conv3's bias, " + size, "the file has that of another size; ours is the sum of R, as it must be");
      }
    }
  }

  private static void close(String what, INDArray found, NumberArray published) {
    INDArray expected = published.toINDArray(DataType.DOUBLE);
    double difference = found.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue();
    GoldenReport.close("model/aspp_full", what, difference, 1e-5 * expected.amaxNumber().doubleValue());
  }
}
