package org.automtl4j.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TaskConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.app.run.Experiment;
import org.automtl4j.app.run.RunControl;
import org.automtl4j.app.run.RunEstimate;
import org.automtl4j.core.task.Task;
import org.automtl4j.plan.Backend;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.Listeners;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.settings.MeanIouWords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, from the words before it to the table after it. */
final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  /** How this program was called; the launcher says it, so that what is printed can be pasted. */
  static final String COMMAND = "automtl.command";
  private static final String TO_GO_ON = "; to go on: ";
  /** A run that takes longer than a working day is told how it can be made shorter. */
  private static final double LONG_SECONDS = 8 * 3600;
  /** By how much, for example. */
  private static final int SHORTER = 5;

  private final PrintWriter print;
  private final PrintWriter err;
  private final boolean tensorBoard;
  private boolean remarked;

  Training(PrintWriter print, PrintWriter err, boolean tensorBoard) {
    this.print = print;
    this.err = err;
    this.tensorBoard = tensorBoard;
  }

  /**
   * Runs; the folder is made only when nothing speaks against the configuration any more.
   *
   * @return the table; empty where the run was interrupted and can be resumed
   */
  Optional<RunResult> run(RunConfig config, boolean resume, Supplier<RunFolder> folder) {
    return run(config, resume, Optional.empty(), folder);
  }

  /**
   * Runs one of several seeds.
   *
   * @param wayOn how to go on after an interruption; where empty, by resuming this run
   */
  Optional<RunResult> run(RunConfig config, boolean resume, Optional<String> wayOn, Supplier<RunFolder> folder) {
    String early = resume ? "went on; the run is as it was" : "began";
    String toDo = wayOn.map(way -> TO_GO_ON + way).orElse(resume ? "" : "; there is nothing to resume");
    try (Interrupts interrupts = Interrupts.answered(err, "automtl run: interrupted before training " + early + toDo)) {
      // The process is held up until all is said, too.
      return run(config, resume, wayOn, folder, interrupts);
    }
  }

  private Optional<RunResult> run(RunConfig config, boolean resume, Optional<String> wayOn, Supplier<RunFolder> folder, Interrupts interrupts) {
    print.print(config.toYaml());
    print.flush();
    config.threads().ifPresent(Backend::useThreads);
    Experiment experiment = Experiment.of(config);
    experiment.data().remarks().forEach(print::println);
    if (!resume) {
      remark(config);
      RunEstimate estimate = experiment.estimate();
      print.println("This will take " + estimate);
      if (estimate.seconds() > LONG_SECONDS) {
        print.println("That is long. Ctrl-C stops a run with a checkpoint, --resume goes on. Fewer iterations make it shorter, such as" + fewer(config)
            + "; so do a smaller input.crop and fewer baselines.");
      }
      print.flush();
    }
    StopSignal stop = config.budget().signal();
    interrupts.begun(stop);
    return train(experiment, config, new RunControl(resume, stop), wayOn, folder.get());
  }

  /** Tells once, however many seeds follow. */
  private void remark(RunConfig config) {
    if (!remarked) {
      List<Task> tasks = config.tasks().stream().map(TaskConfig::toTask).toList();
      config.validation().taskMetric().flatMap(words -> MeanIouWords.remark(words, tasks)).ifPresent(print::println);
    }
    remarked = true;
  }

  /** The keys of all stages that are long. */
  private static String fewer(RunConfig config) {
    return config.flat().entrySet().stream().filter(key -> key.getKey().endsWith(".iterations") && !key.getKey().startsWith("budget."))
        .filter(key -> Long.parseLong(key.getValue()) > SHORTER)
        .map(key -> " --set " + key.getKey() + "=" + Long.parseLong(key.getValue()) / SHORTER).collect(Collectors.joining());
  }

  private Optional<RunResult> train(Experiment experiment, RunConfig config, RunControl control, Optional<String> wayOn, RunFolder files) {
    try (Logs.Copy copy = Logs.alsoTo(files.file(RunFolder.LOG))) {
      LOG.info("run '{}' with seed {}{}: {}", config.name(), config.seed(), control.resume() ? " goes on" : "", Backend.current().summary());
      experiment.data().remarks().forEach(LOG::warn);
      RunResult result = experiment.run(files, control, listeners(files, control.resume()));
      if (!result.models().isEmpty()) {
        print.println();
        print.print(result.table());
        print.println();
        print.println(result.recommendation());
        print.println();
      }
      print.println(files.path());
      print.flush();
      return Optional.of(result);
    } catch (TrainingStoppedException e) {
      err.println(e.getMessage() + TO_GO_ON + wayOn.orElseGet(() -> System.getProperty(COMMAND, "automtl") + " run --resume " + files.path()));
      err.flush();
      return Optional.empty();
    }
  }

  private TrainingListener[] listeners(RunFolder files, boolean resume) {
    List<TrainingListener> all = new ArrayList<>(List.of(Listeners.progress(), Listeners.metricsFile(files.file(RunFolder.METRICS), resume)));
    if (tensorBoard) {
      all.add(Listeners.tensorBoard(files.file(RunFolder.TENSOR_BOARD)));
    }
    return all.toArray(TrainingListener[]::new);
  }
}
