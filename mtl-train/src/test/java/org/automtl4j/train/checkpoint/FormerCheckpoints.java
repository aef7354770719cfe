package org.automtl4j.train.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.Evaluation;

/** Turns checkpoints into those that format version 1 had, in which {@code miou} was the published mean and stood beside {@code miou_present}. */
public final class FormerCheckpoints {
  private FormerCheckpoints() {}

  /**
   * @param file is changed in place
   * @param words of the metric that validations were compared by, before and in version 1
   * @throws IOException if it cannot be written
   */
  public static void rewrite(Path file, Map<String, String> words) throws IOException {
    TrainingState state = CheckpointFile.read(file);
    Progress p = state.progress();
    Map<String, String> settings = new LinkedHashMap<>(p.settings());
    words.forEach((now, once) -> settings.computeIfPresent("validation", (k, text) -> text.replace("[" + now + "]", "[" + once + "]")));
    BestSoFar best = p.validation();
    BestSoFar validation =
        new BestSoFar(best.reference().stream().map(FormerCheckpoints::once).toList(), best.iteration(), best.score(), best.worse());
    Progress once = new Progress(p.unit(), p.model(), p.stage(), settings, p.iteration(), p.finished(), p.seconds(), p.waitSeconds(), p.policyIterations(),
        p.noise(), p.dropout(), p.cursors(), p.moved(), validation, p.evaluation().stream().map(FormerCheckpoints::once).toList(), p.unlabelled());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFile.write(out, new TrainingState(once, state.parameters(), state.optimizers()));
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
    bytes.putInt(Long.BYTES, 1);
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, bytes.capacity() - Long.BYTES);
    bytes.putLong(bytes.capacity() - Long.BYTES, sum.getValue());
    Files.write(file, bytes.array());
  }

  private static Evaluation once(Evaluation evaluation) {
    Map<String, List<MetricValue>> metrics = new LinkedHashMap<>();
    evaluation.metrics().forEach((task, figures) -> metrics.put(task, figures.stream().map(v -> new MetricValue(
        v.name().equals("miou") ? "miou_present" : v.name().equals("miou_hit") ? "miou" : v.name(), v.value(), v.higherIsBetter())).toList()));
    return new Evaluation(evaluation.split(), metrics, evaluation.losses());
  }
}
