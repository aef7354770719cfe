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
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ListenersTest {
  @TempDir Path temp;

  private void play(TrainingListener listener, int iterations) {
    listener.stageStarted(new StageStarted("search", iterations));
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("seg", 0.5);
    losses.put("depth", Double.NaN);
    for (int i = 0; i < iterations; i++) {
      boolean policies = i % 2 == 0;
      listener.iterationDone(new IterationDone("search", policies ? "policies" : "weights", i, iterations, losses, 0.01, policies ? 5 : 0));
    }
    listener.validated(new Validated("search", iterations, new Evaluation(Split.VAL, Map.of("seg", List.of(new MetricValue("mIoU", 0.25, true))))));
    listener.stageEnded(new StageEnded("search", iterations, 1.5, 0.5));
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
        "validation",
        "stageEnded", "stageStarted", "iteration", "validation", "stageEnded");
    assertThat(lines.get(0).toString()).isEqualTo("{\"event\":\"started\",\"formatVersion\":1}");
    assertThat(lines.get(2).toString()).isEqualTo("{\"event\":\"iteration\",\"stage\":\"search\",\"phase\":\"policies\",\"iteration\":0,"
        + "\"losses\":{\"seg\":0.5,\"depth\":\"NaN\"},\"learningRate\":0.01,\"temperature\":5.0}");
    assertThat(lines.get(3).has("temperature")).isFalse();
    assertThat(lines.get(5).at("/metrics/seg/mIoU").doubleValue()).isEqualTo(0.25);
    assertThat(lines.get(5).get("split").asText()).isEqualTo("val");
    assertThat(lines.get(6).get("waitSeconds").doubleValue()).isEqualTo(0.5);
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
      assertThat(messages).first().isEqualTo("search: 1234 iterations");
      assertThat(messages.stream().filter(m -> m.contains("/1234"))).hasSize(10).last().isEqualTo("search: 1234/1234, loss: seg 0.5000, depth NaN");
      assertThat(messages).contains("search: VAL after 1234 iterations, seg: mIoU 0.2500", "search: done in 1.5 s");
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
    assertThat(heard).containsExactly("search");
  }
}
