package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.GoldenCase;
import org.automtl4j.graph.golden.PublishedWiring;
import org.automtl4j.graph.model.published.PublishedEntry;
import org.automtl4j.graph.model.published.PublishedNames;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** After a forward in training mode the running statistics are the published ones: the same BatchNorms are updated, to the same numbers. */
class StatisticsGoldenTest {
  private static final double RELATIVE = 2e-5;

  static Stream<GoldenCase> cases() {
    return GoldenFolder.cases("node_types").stream().map(GoldenCase::read);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void theSameBatchNormsAreUpdated(GoldenCase golden) {
    SuperModel model = golden.model(golden.backbone(), DataType.DOUBLE);
    for (JsonNode json : golden.json().get("runs")) {
      boolean training = json.get("mode").asText().equals("train");
      if (training && !json.has("bn_changed")) {
        continue;
      }
      Set<String> expected = StreamSupport.stream(json.path("bn_changed").spliterator(), false).map(JsonNode::asText).collect(Collectors.toSet());
      expected.removeIf(name -> name.endsWith("num_batches_tracked"));
      TaskGraph graph = new GoldenRun(golden, json, DataType.DOUBLE).graph(model);
      Set<String> found = graph.statistics().stream().flatMap(update -> Stream.of(update.runningMean(), update.runningVariance())).collect(Collectors.toSet());
      Set<String> updated = PublishedNames.of(model).stream().filter(entry -> entry.parameter().map(found::contains).orElse(false)).map(PublishedEntry::name)
          .collect(Collectors.toSet());
      GoldenReport.same(golden.name(), json.get("id").asText() + ": running statistics that are updated", updated, expected);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void runningStatisticsBecomeThePublishedOnes(GoldenCase golden) {
    for (JsonNode json : golden.json().path("grads")) {
      if (!json.hasNonNull("bn_after")) {
        continue; // the case has gradients alone
      }
      GoldenRun run = new GoldenRun(golden, json, DataType.DOUBLE);
      SuperModel ours = golden.model(golden.backbone(), DataType.DOUBLE);
      PublishedWiring wiring = run.wiring(ours);
      SuperModel model = golden.model(wiring.rewired(), DataType.DOUBLE);
      TaskGraph graph = run.graph(model);
      List<String> others = new ArrayList<>();
      graph.statistics().forEach(update -> others.addAll(List.of(update.batchMean(), update.batchVariance(), update.input())));
      Map<String, INDArray> values = run.run(graph, others);
      graph.statistics().forEach(update -> apply(update, model, values));
      NpzFile expected = golden.arrays(json.get("bn_after").asText());
      double largest = 0;
      for (PublishedEntry entry : PublishedNames.of(model)) {
        if (entry.parameter().isPresent() && expected.names().contains(entry.name())) {
          INDArray published = expected.array(entry.name()).toINDArray(DataType.DOUBLE);
          double difference = entry.read(model.parameters()).sub(published).amaxNumber().doubleValue() / (1 + published.amaxNumber().doubleValue());
          assertThat(difference).as(run + " " + entry.name()).isLessThan(RELATIVE);
          largest = Math.max(largest, difference);
        }
      }
      GoldenReport.close(golden.name(), json.get("id").asText() + ": running statistics, relative", largest, RELATIVE);
    }
  }

  private static void apply(StatisticsUpdate update, SuperModel model, Map<String, INDArray> values) {
    INDArray x = values.get(update.input());
    double n = x.size(0) * x.size(2) * x.size(3);
    INDArray mean = model.parameters().get(update.runningMean());
    INDArray variance = model.parameters().get(update.runningVariance());
    mean.muli(1 - update.momentum()).addi(values.get(update.batchMean()).mul(update.momentum()));
    variance.muli(1 - update.momentum()).addi(values.get(update.batchVariance()).mul(update.momentum() * n / (n - 1)));
  }
}
