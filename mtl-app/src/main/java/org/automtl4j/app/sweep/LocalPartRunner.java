package org.automtl4j.app.sweep;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.run.Experiment;
import org.automtl4j.app.run.RunControl;
import org.automtl4j.plan.Backend;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.Listeners;
import org.automtl4j.train.listener.TrainingListener;

/** Runs parts in this process, one after the other, as {@code automtl run} would. */
public final class LocalPartRunner implements PartRunner {
  private final StopSignal stop;
  private final Function<Path, AutoCloseable> logs;
  private final List<TrainingListener> listeners;

  /**
   * @param stop asks the part that is running to stop
   * @param logs copies log lines to a file until the result is closed
   * @param listeners who is told of each training beside the run's own file
   */
  public LocalPartRunner(StopSignal stop, Function<Path, AutoCloseable> logs, List<TrainingListener> listeners) {
    this.stop = stop;
    this.logs = logs;
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public String run(SweepPart part, Path path) {
    stop.reason().ifPresent(reason -> {
      throw new TrainingStoppedException(reason, part.name(), 0, Optional.empty());
    });
    boolean resume = RunFolder.hasBegun(path);
    RunFolder folder = resume ? RunFolder.open(path) : RunFolder.at(path, true);
    part.config().threads().ifPresent(Backend::useThreads);
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(Listeners.metricsFile(folder.file(RunFolder.METRICS), resume));
    try (Closing copy = Closing.of(logs.apply(folder.file(RunFolder.LOG)))) {
      Experiment.of(part.config()).run(folder, new RunControl(resume, stop), all.toArray(TrainingListener[]::new));
    }
    PartFigures.of(part.config(), path);
    return host();
  }

  /** What closes a log can only fail as a defect. */
  private record Closing(AutoCloseable log) implements AutoCloseable {
    static Closing of(AutoCloseable log) {
      return new Closing(log);
    }

    @Override
    public void close() {
      try {
        log.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close the log of a run", e);
      }
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
