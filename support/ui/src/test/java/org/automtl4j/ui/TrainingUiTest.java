package org.automtl4j.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.deeplearning4j.ui.api.UIServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The overview of the real server, as a browser would ask for it. */
class TrainingUiTest {
  private static final int ITERATIONS = 5;

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() throws Exception {
    UIServer.stopInstance();
  }

  private String get(String address) throws Exception {
    HttpResponse<String> response = client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(address).isEqualTo(200);
    return response.body();
  }

  @Test
  void theOverviewShowsTheScoreOfEveryIteration() throws Exception {
    SyntheticScenes data = SyntheticScenes.builder().size(16, 16).counts(8, 2, 2).seed(1).tasks("depth_zbuffer", "normal").build();
    Backbone backbone = Backbone.builder("tiny").input(3).convolution(4, 3, c -> c.pad(1).stride(2)).batchNorm().relu().build();
    SuperModel model = SuperModel.builder(backbone).task(data.task("depth_zbuffer"), TaskHead.conv1x1(4)).task(data.task("normal"), TaskHead.conv1x1(4)).build();
    List<Double> scores = new ArrayList<>();
    TrainingListener sums = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        scores.add(event.losses().values().stream().mapToDouble(Double::doubleValue).sum());
      }
    };
    try (TrainingUi ui = TrainingUi.start(model, 4); Trainer trainer = Trainer.builder(model, data).batchSize(4).listeners(ui, sums).build()) {
      assertThat(ui.address()).endsWith(":9000");
      trainer.run(PreTraining.builder().iterations(ITERATIONS).build());
      assertThat(get(ui.address() + "/train/overview")).contains("<html");
      JsonNode overview = overview(ui.address());
      for (int i = 0; i < ITERATIONS; i++) {
        assertThat(overview.at("/scores/" + i).doubleValue()).isCloseTo(scores.get(i), within(1e-9));
        assertThat(overview.at("/scoresIter/" + i).intValue()).isEqualTo(i);
      }
      assertThat(overview.get("model").toString()).contains("SuperModel");
      assertThat(get(ui.address() + "/train/sessions/info")).contains("search pre-train");
    }
  }

  /** Reports reach the pages through a queue of the server's. */
  private JsonNode overview(String address) throws Exception {
    JsonNode overview = new ObjectMapper().readTree(get(address + "/train/overview/data"));
    for (int i = 0; i < 100 && overview.path("scores").size() < ITERATIONS; i++) {
      Thread.sleep(100);
      overview = new ObjectMapper().readTree(get(address + "/train/overview/data"));
    }
    assertThat(overview.path("scores")).hasSize(ITERATIONS);
    return overview;
  }
}
