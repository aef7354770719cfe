package org.automtl4j.app.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.train.balance.conflict.ConflictTerms;
import org.automtl4j.train.balance.conflict.Conflicts;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.Listeners;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts go from a training through the metrics file to the report. */
class ConflictTableTest {
  private static final List<String> TASKS = List.of("a-b", "c", "d");
  @TempDir Path folder;

  private static IterationDone iteration(int iteration, double cosine, double inLayer) {
    double[][] all = {{1, cosine, 0}, {cosine, 1, 0}, {0, 0, 0}};
    double[][] layer = {{1, inLayer, 0}, {inLayer, 1, 0}, {0, 0, 0}};
    Map<String, Map<String, Double>> terms = new LinkedHashMap<>();
    ConflictTerms.put(new Conflicts(TASKS, new double[] {1, 2, 0}, all, Map.of("layer.3", layer)), terms);
    return new IterationDone("search", "pre-train", "weights", iteration, 3, Map.of("a-b", 1.0, "c", 1.0, "d", 1.0), terms, Map.of("", 0.1), Map.of(), 1, 0);
  }

  private StageLog logged(IterationDone... events) throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    TrainingListener listener = Listeners.metricsFile(file);
    listener.stageStarted(new StageStarted("search", "pre-train", 3, 0));
    for (IterationDone event : events) {
      listener.iterationDone(event);
    }
    assertThat(Files.readString(file)).contains("\"cosine\":{\"a-b-c\":");
    return TrainingLog.read(file).stages().iterator().next();
  }

  @Test
  void meansAndSharesAreByLayerAndPair() throws IOException {
    ConflictTable table = ConflictTable.of(logged(iteration(0, 0.5, -0.3), iteration(2, 0.1, 0.1)), TASKS);
    ConflictTable.Pair pair = new ConflictTable.Pair("a-b", "c");
    assertThat(table.pairs()).containsExactly(pair);
    assertThat(table.layers().keySet()).containsExactly("layer.3");
    ConflictTable.Cell cell = table.layers().get("layer.3").get(pair);
    assertThat(cell.mean()).isCloseTo(-0.1, within(1e-12));
    assertThat(cell.share()).isEqualTo(0.5);
    assertThat(cell.count()).isEqualTo(2);
    assertThat(table.worst()).contains(new ConflictTable.Place("layer.3", pair, cell));
    String map = ConflictMap.of("map", table, layer -> "conv <3>").toString();
    assertThat(map).contains("conv &lt;3&gt;, a-b and c: mean cosine −0.10, below 0 in 50\u00a0% of 2 measurements");
  }

  @Test
  void whereNothingConflictsNothingIsTheWorst() throws IOException {
    assertThat(ConflictTable.of(logged(iteration(0, 0.5, 0.3)), TASKS).worst()).isEqualTo(Optional.empty());
  }
}
