package org.automtl4j.train.listener.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.StageStopped;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong milliseconds = new AtomicLong();
  private final ProgressBars bars =
      new ProgressBars(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> TimeUnit.MILLISECONDS.toNanos(milliseconds.get()));

  private void iteration(String model, int iteration, int iterations, Map<String, Double> losses, double temperature, double seconds) {
    bars.iterationDone(IterationDone.of(model, "policy-train", "weights", iteration, iterations, losses, Map.of(), 0.01, temperature, seconds, 0));
  }

  private List<String> lines() {
    return List.of(bytes.toString(StandardCharsets.UTF_8).split("[\r\n]+")).stream().filter(line -> !line.isBlank()).map(String::stripTrailing).toList();
  }

  @Test
  void aBarHasShareCountTimeLeftAndLosses() {
    bars.stageStarted(new StageStarted("search", "policy-train", 10_000, 2_500));
    milliseconds.set(500);
    iteration("search", 4_999, 10_000, Map.of("depth", 0.5), 2.5, 3_725);
    bars.stageEnded(new StageEnded("search", "policy-train", 10_000, 1, 0));
    assertThat(lines()).containsExactly("search policy-train  25 % [==>       ] 2500/10000",
        "search policy-train  50 % [=====>    ] 5000/10000 1:02:05 left, depth 0.500..");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith(System.lineSeparator());
  }

  @Test
  void aBarFitsEightyColumnsWhateverItsNamesAndCovers() {
    Map<String, Double> losses = new LinkedHashMap<>();
    List.of("segment_semantic", "depth_zbuffer", "normal", "keypoints2d", "edge_texture").forEach(task -> losses.put(task, 1234.5678));
    bars.stageStarted(new StageStarted("random-bottom-of-a-long-name", "policy-train", Integer.MAX_VALUE, 0));
    milliseconds.set(500);
    iteration("random-bottom-of-a-long-name", Integer.MAX_VALUE / 2, Integer.MAX_VALUE, losses, 5, 1e9);
    bars.stageStopped(new StageStopped("random-bottom-of-a-long-name", "policy-train", "interrupted"));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text.split("\r|" + System.lineSeparator())).filteredOn(line -> !line.isEmpty()).hasSize(2).allMatch(line -> line.length() == 77);
    assertThat(text).startsWith("\rrandom-bottom-of-a-lon..").endsWith(System.lineSeparator());
  }

  @Test
  void aBarIsDrawnTwiceASecondAndAtTheEnd() {
    bars.stageStarted(new StageStarted("hard", "hard", 1_000, 0));
    for (int i = 0; i < 1_000; i++) {
      milliseconds.addAndGet(1);
      iteration("hard", i, 1_000, Map.of("depth", 0.5), 0, i * 1e-3);
    }
    assertThat(lines()).hasSize(3).first().asString().startsWith("hard   0 % [>         ] 0/1000");
    assertThat(lines()).last().asString().startsWith("hard 100 % [==========] 1000/1000 0:00:00 left, depth 0.5000");
  }

  @Test
  void aStageThatStopsTwiceEndsItsLineOnce() {
    bars.stageStarted(new StageStarted("hard", "hard", 10, 0));
    bars.stageStopped(new StageStopped("hard", "hard", "interrupted"));
    bars.stageEnded(new StageEnded("hard", "hard", 10, 1, 0));
    assertThat(bytes.toString(StandardCharsets.UTF_8).split(System.lineSeparator(), -1)).hasSize(2);
  }
}
