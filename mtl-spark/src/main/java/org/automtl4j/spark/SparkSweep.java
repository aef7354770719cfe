package org.automtl4j.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.automtl4j.app.report.SweepResult;
import org.automtl4j.app.sweep.Sweep;
import org.automtl4j.app.sweep.SweepListener;
import org.automtl4j.app.sweep.SweepRun;
import org.automtl4j.core.InvalidInputException;

/**
 * A sweep on a Spark application that is there already:
 *
 * <pre>{@code
 * SweepResult result = SparkSweep.on(context).of(Sweep.builder(config).seeds(1, 2, 3).vary("policySearch.lambda", 5e-4, 1e-3).build())
 *     .folder(Path.of("/shared/sweeps/lambda")).resume(true).run();
 * }</pre>
 */
public final class SparkSweep {
  private final JavaSparkContext context;
  private Optional<Sweep> sweep = Optional.empty();
  private Optional<Path> folder = Optional.empty();
  private boolean resume;
  private SweepListener listener = new SweepListener() {};

  private SparkSweep(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * @param context of the application; {@code spark.task.cpus} are the threads of each part
   * @return a sweep on it
   */
  public static SparkSweep on(JavaSparkContext context) {
    return new SparkSweep(context);
  }

  /**
   * @param parts what is run
   * @return this
   */
  public SparkSweep of(Sweep parts) {
    sweep = Optional.of(parts);
    return this;
  }

  /**
   * @param path the sweep's folder, which the driver and all executors see
   * @return this
   */
  public SparkSweep folder(Path path) {
    folder = Optional.of(path);
    return this;
  }

  /**
   * @param goOn whether a sweep that is in the folder already goes on; without one it begins
   * @return this
   */
  public SparkSweep resume(boolean goOn) {
    resume = goOn;
    return this;
  }

  /**
   * @param told who is told how it goes
   * @return this
   */
  public SparkSweep listener(SweepListener told) {
    listener = told;
    return this;
  }

  /**
   * @return what it came to
   * @throws InvalidInputException if something is missing or cannot work; nothing has been trained then
   */
  public SweepResult run() {
    Path path = folder.orElseThrow(() -> new InvalidInputException("a sweep on Spark needs a folder that all executors see"));
    try (SparkCluster cluster = new SparkCluster(context, false, SparkSettings.threads(context.getConf()))) {
      boolean begun = resume && Files.isRegularFile(path.resolve("sweep.json"));
      SweepRun run = begun ? SweepRun.resumed(path, cluster, listener)
          : SweepRun.fresh(sweep.orElseThrow(() -> new InvalidInputException("a sweep on Spark needs to be told what is run")), path, cluster, listener);
      cluster.check(path);
      return run.run();
    }
  }
}
