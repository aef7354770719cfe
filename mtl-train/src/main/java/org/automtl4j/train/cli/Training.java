package org.automtl4j.train.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.automtl4j.graph.plan.Backend;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.listener.Listeners;
import org.automtl4j.train.report.RunFolder;
import org.automtl4j.train.report.RunResult;
import org.automtl4j.train.run.Experiment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, from the words before it to the table after it. */
final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final PrintWriter print;

  Training(PrintWriter print) {
    this.print = print;
  }

  /** Runs; the folder is made only when nothing speaks against the configuration any more. */
  RunResult run(RunConfig config, Supplier<RunFolder> folder) {
    print.print(config.toYaml());
    print.flush();
    config.threads().ifPresent(Backend::useThreads);
    Experiment experiment = Experiment.of(config);
    print.println("This will take " + experiment.estimate());
    print.flush();
    RunFolder files = folder.get();
    try (Logs.Copy copy = Logs.alsoTo(files.file(RunFolder.LOG))) {
      LOG.info("run '{}' with seed {}: {}", config.name(), config.seed(), Backend.current().summary());
      RunResult result = experiment.run(files, Listeners.progress(), Listeners.metricsFile(files.file(RunFolder.METRICS)));
      if (!result.models().isEmpty()) {
        print.println();
        print.print(result.table());
        print.println();
      }
      print.println(files.path());
      print.flush();
      return result;
    }
  }
}
