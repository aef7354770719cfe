package org.automtl4j.app.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.SweepResult;
import org.automtl4j.app.report.SweepTable;
import org.automtl4j.app.report.html.SweepPage;
import org.automtl4j.app.run.Experiment;
import org.automtl4j.core.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a sweep in a folder: each part in a folder of its own below it, and after each part {@code sweep.json}, {@code sweep.csv} and {@code sweep.html}. A part
 * that has finished is not run again, one that was interrupted goes on from its checkpoints.
 */
public final class SweepRun {
  private static final Logger LOG = LoggerFactory.getLogger(SweepRun.class);

  private final Sweep sweep;
  private final Path folder;
  private final PartRunner runner;
  private final SweepListener listener;
  private final String name;
  private final Map<String, SweepResult.Part> known = new LinkedHashMap<>();
  /** Where the timeline of this process begins, in seconds: behind what earlier ones did. */
  private final double earlier;
  private final long begun = System.nanoTime();

  private SweepRun(Sweep sweep, Path folder, PartRunner runner, SweepListener listener, List<SweepResult.Part> parts) {
    this.sweep = sweep;
    this.folder = folder;
    this.runner = runner;
    this.listener = listener;
    this.name = sweep.configurations().keySet().iterator().next();
    parts.forEach(part -> known.put(part.folder(), part));
    this.earlier = parts.stream().mapToDouble(part -> part.started() + part.seconds()).max().orElse(0);
  }

  /**
   * @param sweep what is run
   * @param folder a new or an empty folder
   * @param runner runs the parts
   * @param listener who is told
   * @return the sweep, not begun
   * @throws InvalidInputException if a configuration cannot work; each is checked with its data and its network before anything is trained
   */
  public static SweepRun fresh(Sweep sweep, Path folder, PartRunner runner, SweepListener listener) {
    RunFolder.checkUsable(folder, false);
    sweep.parts().stream().filter(part -> part.seed() == sweep.seeds().get(0)).forEach(part -> {
      try {
        Experiment.of(part.config());
      } catch (InvalidInputException e) {
        throw new InvalidInputException("at " + part.point() + ": " + e.getMessage(), e);
      }
    });
    return new SweepRun(sweep, folder, runner, listener, List.of());
  }

  /**
   * @param folder of a sweep that was interrupted
   * @param runner runs the parts
   * @param listener who is told
   * @return the sweep, which goes on; parts that failed are tried again
   */
  public static SweepRun resumed(Path folder, PartRunner runner, SweepListener listener) {
    SweepFile.Known found = SweepFile.read(folder);
    return new SweepRun(found.sweep(), folder, runner, listener, found.result().parts());
  }

  /**
   * @return what it came to; also where some parts failed
   * @throws org.automtl4j.train.checkpoint.TrainingStoppedException if it was asked to stop and can be resumed
   */
  public SweepResult run() {
    List<Sweep.Point> points = sweep.points();
    int rungs = sweep.halving().map(Halving::rungs).orElse(1);
    for (int rung = 0; rung < rungs; rung++) {
      int index = rung;
      double share = sweep.halving().map(h -> h.share(index)).orElse(1.0);
      List<SweepPart> parts = sweep.parts(points, share);
      parts.forEach(part -> known.putIfAbsent(part.name(), waiting(part)));
      write();
      runAll(parts);
      if (rung < rungs - 1) {
        points = best(points, parts);
      }
    }
    return result();
  }

  private static SweepResult.Part waiting(SweepPart part) {
    return new SweepResult.Part(part.name(), part.point(), part.values(), part.seed(), part.share(), SweepResult.Status.MISSING, "", "", 0, 0, Optional.empty());
  }

  /** Runs as many parts at the same time as the runner takes. One that is asked to stop lets those that run end, and begins no other. */
  private void runAll(List<SweepPart> parts) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<RuntimeException> end = new AtomicReference<>();
    Runnable worker = () -> {
      for (int i = next.getAndIncrement(); i < parts.size() && end.get() == null; i = next.getAndIncrement()) {
        try {
          run(parts.get(i), i + 1, parts.size());
        } catch (RuntimeException e) {
          if (!end.compareAndSet(null, e) && end.get() != e) {
            end.get().addSuppressed(e);
          }
        }
      }
    };
    List<Thread> others = IntStream.range(1, Math.min(runner.parallel(), parts.size())).mapToObj(i -> new Thread(worker, "sweep-" + i)).toList();
    others.forEach(Thread::start);
    worker.run();
    others.forEach(SweepRun::join);
    if (end.get() != null) {
      throw end.get();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(SweepPart part, int number, int count) {
    Path path = folder.resolve(part.name());
    SweepResult.Part before;
    synchronized (this) {
      before = known.get(part.name());
      if (before.status() == SweepResult.Status.DONE && Files.isRegularFile(path.resolve(RunFolder.RESULT))) {
        return;
      }
      listener.begins(part, number, count);
    }
    long start = System.nanoTime();
    try {
      String host = runner.run(part, path);
      ended(ended(before, SweepResult.Status.DONE, "", host, start), number, count);
    } catch (InvalidInputException e) {
      LOG.error("{} failed: {}", part.name(), e.getMessage());
      ended(ended(before, SweepResult.Status.FAILED, e.getMessage(), before.host(), start), number, count);
    } catch (RuntimeException e) {
      ended(ended(before, SweepResult.Status.MISSING, "", before.host(), start), number, count);
      throw e;
    }
  }

  private synchronized void ended(SweepResult.Part part, int number, int count) {
    known.put(part.folder(), part);
    write();
    if (part.status() != SweepResult.Status.MISSING) {
      listener.ended(known.get(part.folder()), number, count);
    }
  }

  private SweepResult.Part ended(SweepResult.Part before, SweepResult.Status status, String message, String host, long start) {
    double seconds = (System.nanoTime() - start) * 1e-9;
    boolean goesOn = before.seconds() > 0 && before.status() == SweepResult.Status.MISSING;
    return new SweepResult.Part(before.folder(), before.point(), before.values(), before.seed(), before.share(), status, message, host,
        earlier + (start - begun) * 1e-9, goesOn ? before.seconds() + seconds : seconds, before.score());
  }

  private List<Sweep.Point> best(List<Sweep.Point> points, List<SweepPart> parts) {
    Map<String, Double> means = means(scored(parts.stream().map(part -> known.get(part.name())).toList()));
    if (means.isEmpty()) {
      throw new InvalidInputException("halving: no part has figures on the validation split, allowed: stages that end in a model, and data with a validation split");
    }
    List<String> kept = means.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed()).limit(sweep.halving().orElseThrow().kept(points.size()))
        .map(Map.Entry::getKey).toList();
    listener.halved(kept, points.size());
    return points.stream().filter(point -> kept.contains(point.name())).toList();
  }

  private static Map<String, Double> means(List<SweepResult.Part> parts) {
    return parts.stream().filter(part -> part.score().isPresent())
        .collect(Collectors.groupingBy(SweepResult.Part::point, LinkedHashMap::new, Collectors.averagingDouble(part -> part.score().get())));
  }

  /** Parts of one share with their scores among each other. */
  private List<SweepResult.Part> scored(List<SweepResult.Part> parts) {
    Map<String, PartFigures> figures = new LinkedHashMap<>();
    parts.stream().filter(part -> part.status() == SweepResult.Status.DONE).forEach(part ->
        PartFigures.ofFile(folder.resolve(part.folder())).ifPresent(f -> figures.put(part.folder(), f)));
    Map<String, Double> scores = Scores.of(figures);
    return parts.stream().map(part -> withScore(part, Optional.ofNullable(scores.get(part.folder())))).toList();
  }

  private static SweepResult.Part withScore(SweepResult.Part p, Optional<Double> score) {
    return new SweepResult.Part(p.folder(), p.point(), p.values(), p.seed(), p.share(), p.status(), p.message(), p.host(), p.started(), p.seconds(), score);
  }

  private SweepResult result() {
    List<SweepResult.Part> parts = new ArrayList<>();
    Map<Double, List<SweepResult.Part>> rungs = known.values().stream().collect(Collectors.groupingBy(SweepResult.Part::share, LinkedHashMap::new, Collectors.toList()));
    rungs.values().forEach(rung -> parts.addAll(scored(rung)));
    Map<String, Double> means = means(parts.stream().filter(SweepResult.Part::isWhole).toList());
    Optional<String> best = means.size() < 2 ? Optional.empty()
        : means.entrySet().stream().max(Comparator.comparingDouble(Map.Entry::getValue)).map(Map.Entry::getKey);
    return new SweepResult(name, sweep.axes().stream().map(SweepAxis::key).toList(), parts, best);
  }

  private void write() {
    SweepResult result = result();
    result.parts().forEach(part -> known.put(part.folder(), part));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": the folder of a sweep cannot be made there: " + e.getMessage(), e);
    }
    SweepFile.write(folder, sweep, result);
    SweepTable table = SweepTable.of(result, folder);
    RunFolder.write(folder.resolve("sweep.csv"), table.csv());
    RunFolder.write(folder.resolve("sweep.html"), SweepPage.of(table));
  }

  /** @return the folder */
  public Path folder() {
    return folder;
  }
}
