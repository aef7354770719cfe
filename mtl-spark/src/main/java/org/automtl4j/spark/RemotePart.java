package org.automtl4j.spark;

import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.run.FolderInUseException;
import org.automtl4j.app.sweep.LocalPartRunner;
import org.automtl4j.app.sweep.SweepPart;
import org.automtl4j.core.InvalidInputException;

/** A part of a sweep on its way to an executor: names, and the configuration as text. */
final class RemotePart implements Serializable {
  @Serial private static final long serialVersionUID = 1L;
  private static final int FREE_SECONDS = 180;

  private final String name;
  private final String point;
  private final LinkedHashMap<String, String> values;
  private final long seed;
  private final double share;
  private final String configuration;
  private final String folder;
  private final int threads;

  private RemotePart(SweepPart part, Path folder, int threads) {
    this.name = part.name();
    this.point = part.point();
    this.values = new LinkedHashMap<>(part.values());
    this.seed = part.seed();
    this.share = part.share();
    this.configuration = part.config().toYaml();
    this.folder = folder.toAbsolutePath().toString();
    this.threads = threads;
  }

  static RemotePart of(SweepPart part, Path folder, int threads) {
    return new RemotePart(part, folder, threads);
  }

  /**
   * What an executor answers.
   *
   * @param host who ran it
   * @param failure why its configuration cannot work or its training failed, which another try would not change; empty if all went well
   */
  record Answer(String host, String failure) implements Serializable {}

  /** Runs the part here, on the executor. Whatever is not the part's own fault is thrown, so that Spark tries again. */
  Answer run() throws InterruptedException {
    RunConfig config = RunConfig.parse(configuration, "configuration of " + name, List.of("threads=" + threads));
    SweepPart part = new SweepPart(name, point, Map.copyOf(values), seed, share, config);
    try (TaskStop stop = TaskStop.ofThisTask()) {
      return new Answer(alone(new LocalPartRunner(stop.signal(), log -> () -> {}, List.of()), part), "");
    } catch (InvalidInputException e) {
      return new Answer(Machine.hostName(), e.getMessage());
    }
  }

  /** An executor that Spark has given up may still be training: it loses its driver and ends, and its folder is free then. */
  private String alone(LocalPartRunner runner, SweepPart part) throws InterruptedException {
    for (int waited = 0; ; waited++) {
      try {
        return runner.run(part, Path.of(folder));
      } catch (FolderInUseException e) {
        if (waited >= FREE_SECONDS) {
          throw e;
        }
        Thread.sleep(1000);
      }
    }
  }
}
