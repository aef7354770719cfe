package org.automtl4j.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ListenersTest {
  @TempDir Path temp;

  private void play(TrainingListener listener, int iterations) {
    listener.onTrainingStarted(new TrainingStarted("demo", temp, 3, List.of("seg", "depth")));
    listener.onStageStarted(new StageStarted("search", iterations));
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("seg", 0.5);
    losses.put("depth", Double.NaN);
    for (int i = 0; i < iterations; i++) {
      listener.onIteration(new IterationDone("search", i, iterations, i % 2 == 0, losses, 0.01, i % 2 == 0 ? Optional.of(5.0) : Optional.empty()));
    }
    listener.onEvaluation(new EvaluationDone("search", iterations, Split.VAL, losses, Map.of("seg", Map.of("mIoU", 0.25))));
    listener.onCandidate(new CandidateRanked(0, 0.125, 0.5, true));
    listener.onStageEnded(new StageEnded("search", iterations, 1.5));
    listener.onTrainingEnded(new TrainingEnded("demo", 2.5));
  }

  @Test
  void theMetricsFileHasOneJsonObjectPerEvent() throws Exception {
    play(Listeners.metricsFile(), 3);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(temp.resolve("metrics.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).extracting(line -> line.get("event").asText())
        .containsExactly("started", "stageStarted", "iteration", "iteration", "iteration", "evaluation", "candidate", "stageEnded", "ended");
    assertThat(lines.get(0).toString()).isEqualTo("{\"event\":\"started\",\"formatVersion\":1,\"name\":\"demo\",\"seed\":3,\"tasks\":[\"seg\",\"depth\"]}");
    assertThat(lines.get(2).toString()).isEqualTo("{\"event\":\"iteration\",\"stage\":\"search\",\"iteration\":0,\"policyStep\":true,"
        + "\"losses\":{\"seg\":0.5,\"depth\":\"NaN\"},\"learningRate\":0.01,\"temperature\":5.0}");
    assertThat(lines.get(3).has("temperature")).isFalse();
    assertThat(lines.get(5).at("/metrics/seg/mIoU").doubleValue()).isEqualTo(0.25);
    assertThat(lines.get(5).get("split").asText()).isEqualTo("val");
  }

  @Test
  void aMetricsFileOfItsOwnIsMadeWithItsFolders() {
    Path file = temp.resolve("deep/er/m.jsonl");
    play(Listeners.metricsFile(file), 1);
    assertThat(file).exists();
    assertThat(temp.resolve("metrics.jsonl")).doesNotExist();
  }

  @Test
  void theProgressLogHasTenLinesPerStageAndItsEnds() {
    Logger logger = (Logger) LoggerFactory.getLogger("org.automtl4j.progress");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      play(Listeners.progressLog(), 1234);
      List<String> messages = appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
      assertThat(messages).first().isEqualTo("search: 1234 iterations");
      assertThat(messages.stream().filter(m -> m.contains("/1234"))).hasSize(10).last().isEqualTo("search: 1234/1234, loss: seg 0.5000, depth NaN");
      assertThat(messages).contains("search: VAL after 1234 iterations, seg: mIoU 0.2500", "candidate 0: score 0.1250, 50 % of the backbone parameters of single-task models; the best so far",
          "search: done in 1.5 s");
      appender.list.clear();
      play(Listeners.progressLog(), 3);
      assertThat(appender.list.stream().filter(e -> e.getFormattedMessage().contains("/3"))).hasSize(3);
    } finally {
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
      public void onStageEnded(StageEnded event) {
        heard.add(event.stage());
      }
    }, 2);
    assertThat(heard).containsExactly("search");
  }
}
