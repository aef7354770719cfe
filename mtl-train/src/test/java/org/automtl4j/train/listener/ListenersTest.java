package org.automtl4j.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.graph.choice.Site;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.listener.ChoiceSnapshot.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ListenersTest {
  @TempDir Path temp;

  private void play(TrainingListener listener, int iterations) {
    listener.stageStarted(new StageStarted("search", "policy-train", iterations, 0));
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("seg", 0.5);
    losses.put("depth", Double.NaN);
    for (int i = 0; i < iterations; i++) {
      boolean policies = i % 2 == 0;
      Map<String, Double> regularisers = policies ? Map.of("seg", 1.25) : Map.of();
      listener.iterationDone(IterationDone.of("search", "policy-train", policies ? "policies" : "weights", i, iterations, losses, regularisers, 0.01,
          policies ? 5 : 0, 0.25, 0.1));
    }
    listener.choicesSeen(new ChoiceSnapshot("search", "policy-train", iterations,
        List.of(new Choice(new Site("0:stem", Optional.of("seg"), List.of("shared", "specific", "skip")), List.of(0.5, 0.3, 0.2)))));
    listener.validated(new Validated("search", "policy-train", iterations,
        new Evaluation(Split.VAL, Map.of("seg", List.of(new MetricValue("mIoU", 0.25, true))), Map.of("seg", 0.75))));
    listener.stageEnded(new StageEnded("search", "policy-train", iterations, 1.5, 0.5));
  }

  @Test
  void theMetricsFileHasOneJsonObjectPerEvent() throws Exception {
    Path file = temp.resolve("metrics.jsonl");
    Files.writeString(file, "of an earlier run\n");
    TrainingListener listener = Listeners.metricsFile(file);
    play(listener, 3);
    play(listener, 1);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).extracting(line -> line.get("event").asText()).containsExactly("started", "stageStarted", "iteration", "iteration", "iteration",
        "policies", "validation",
        "stageEnded", "stageStarted", "iteration", "policies", "validation", "stageEnded");
    assertThat(lines.get(0).toString()).isEqualTo("{\"event\":\"started\",\"formatVersion\":2}");
    assertThat(lines.get(2).toString()).isEqualTo("{\"event\":\"iteration\",\"model\":\"search\",\"stage\":\"policy-train\",\"phase\":\"policies\",\"iteration\":0,"
        + "\"losses\":{\"seg\":0.5,\"depth\":\"NaN\"},\"regularisers\":{\"seg\":1.25},\"learningRate\":0.01,\"temperature\":5.0,\"seconds\":0.25,\"waitSeconds\":0.1}");
    assertThat(lines.get(3).has("temperature")).isFalse();
    assertThat(lines.get(3).has("regularisers")).isFalse();
    assertThat(lines.get(5).toString()).isEqualTo("{\"event\":\"policies\",\"model\":\"search\",\"stage\":\"policy-train\",\"iteration\":3,"
        + "\"meanLargest\":{\"seg\":0.5},\"probabilities\":{\"seg\":{\"0:stem\":[0.5,0.3,0.2]}}}");
    assertThat(lines.get(6).at("/metrics/seg/mIoU").doubleValue()).isEqualTo(0.25);
    assertThat(lines.get(6).at("/losses/seg").doubleValue()).isEqualTo(0.75);
    assertThat(lines.get(6).get("split").asText()).isEqualTo("val");
    assertThat(lines.get(7).get("waitSeconds").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void batchesWithoutAKnownLabelStandAtTheEndOfTheirStage() throws Exception {
    Path file = temp.resolve("metrics.jsonl");
    TrainingListener listener = Listeners.metricsFile(file);
    listener.stageStarted(new StageStarted("search", "pre-train", 5, 0));
    listener.stageEnded(new StageEnded("search", "pre-train", 5, 1.5, 0.5, Map.of("depth", 3)));
    listener.stageEnded(new StageEnded("search", "post-train", 5, 1.5, 0.5));
    List<String> lines = Files.readAllLines(file);
    assertThat(new ObjectMapper().readTree(lines.get(2)).get("batchesWithoutLabel").toString()).isEqualTo("{\"depth\":3}");
    assertThat(new ObjectMapper().readTree(lines.get(3)).has("batchesWithoutLabel")).isFalse();
  }

  @Test
  void aMetricsFileOfItsOwnIsMadeWithItsFolders() {
    Path file = temp.resolve("deep/er/m.jsonl");
    play(Listeners.metricsFile(file), 1);
    assertThat(file).exists();
  }

  @Test
  void theProgressLogHasTenLinesPerStageAndItsEnds() {
    Logger logger = (Logger) LoggerFactory.getLogger("org.automtl4j.progress");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    try {
      play(Listeners.progressLog(), 1234);
      List<String> messages = appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
      assertThat(messages).first().isEqualTo("policy-train: 1234 iterations");
      assertThat(messages.stream().filter(m -> m.contains("/1234"))).hasSize(10).last().isEqualTo("policy-train: 1234/1234, loss: seg 0.5000, depth NaN");
      assertThat(messages).contains("policy-train: 1111/1234, loss: seg 0.5000, depth NaN, regulariser: seg 1.2500, temperature 5.00");
      assertThat(messages).contains("policy-train: VAL after 1234 iterations, seg: loss 0.7500, mIoU 0.2500",
          "policy-train: done in 1.5 s, 33.3 % of them spent waiting for data");
      appender.list.clear();
      play(Listeners.progressLog(), 3);
      assertThat(appender.list.stream().filter(e -> e.getFormattedMessage().contains("/3"))).hasSize(3);
    } finally {
      logger.setLevel(before);
      logger.detachAppender(appender);
    }
  }

  @Test
  void withoutATerminalProgressGoesToTheLog() {
    assertThat(System.console()).isNull();
    assertThat(Listeners.progress()).isInstanceOf(Listeners.progressLog().getClass());
  }

  @Test
  void aListenerHearsOnlyWhatItAsksFor() {
    List<String> heard = new ArrayList<>();
    play(new TrainingListener() {
      @Override
      public void stageEnded(StageEnded event) {
        heard.add(event.stage());
      }
    }, 2);
    assertThat(heard).containsExactly("policy-train");
  }
}
