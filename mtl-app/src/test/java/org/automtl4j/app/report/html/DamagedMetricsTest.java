package org.automtl4j.app.report.html;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;

/** The metrics file of a run, whatever stands in it: a report is made of what can be read. */
class DamagedMetricsTest extends MutationContract {
  private static final Path RUNS = Path.of("src", "test", "resources", "fixtures");

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    List<byte[]> originals = List.of(Files.readAllBytes(RUNS.resolve("run-0.1/finished/metrics.jsonl")), Files.readAllBytes(RUNS.resolve("run-0.1-miou/begun/metrics.jsonl")));
    return List.of(new MutatedFormat("metrics", "metrics.jsonl", originals, new TextMutator(), file -> {
      TrainingLog log = TrainingLog.read(file);
      log.stages();
      log.choices();
    }, InvalidInputException.class, 64L << 20));
  }
}
