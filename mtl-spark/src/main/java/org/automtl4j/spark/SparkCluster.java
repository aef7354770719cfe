package org.automtl4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import org.automtl4j.app.sweep.Cluster;
import org.automtl4j.app.sweep.SweepPart;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each part of a sweep as a Spark job of one task, as many at the same time as there are slots. */
public final class SparkCluster implements Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(SparkCluster.class);
  private static final int POLL_MILLIS = 200;
  private static final int STOP_SECONDS = 60;

  private final JavaSparkContext context;
  private final boolean owned;
  private final int threads;
  private final String group = "automtl-" + UUID.randomUUID();
  private volatile StopSignal stop = new StopSignal();
  private volatile boolean closed;

  /**
   * @param context of the application
   * @param owned whether closing this ends the application too
   * @param threads threads of each part: {@code spark.task.cpus} of the context
   * @throws InvalidInputException if the application's settings would train a part twice
   */
  SparkCluster(JavaSparkContext context, boolean owned, int threads) {
    this.context = context;
    this.owned = owned;
    this.threads = threads;
    SparkSettings.check(context.getConf());
  }

  @Override
  public int parallel() {
    return Math.max(1, context.defaultParallelism() / threads);
  }

  @Override
  public void check(Path folder) {
    Path seen = folder.toAbsolutePath().resolve(".seen-" + UUID.randomUUID());
    try {
      Files.createDirectories(seen.getParent());
      Files.createFile(seen);
      check(folder, machines(seen));
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": the folder of a sweep cannot be made there: " + e.getMessage(), e);
    } finally {
      try {
        Files.deleteIfExists(seen);
      } catch (IOException e) {
        LOG.warn("{} is left: {}", seen, e.getMessage());
      }
    }
  }

  private List<Machine> machines(Path seen) {
    String file = seen.toString();
    context.setJobGroup(group, "look at the executors", false);
    try {
      // The first task waits until there is an executor; only then is it known how many there are.
      context.parallelize(List.of(0), 1).count();
      List<Integer> slots = IntStream.range(0, parallel()).boxed().toList();
      return context.parallelize(slots, slots.size()).map(slot -> Machine.here(file)).collect();
    } catch (Exception e) {
      if (!(e instanceof SparkException)) {
        throw e;
      }
      throw new InvalidInputException("executors cannot run this program; allowed: executors with Java 17 or newer, and with AutoMTL4J's jars (spark.jars): " + firstLine(e), e);
    }
  }

  private static void check(Path folder, List<Machine> machines) {
    machines.stream().filter(machine -> !machine.failure().isEmpty()).findFirst().ifPresent(machine -> {
      throw new InvalidInputException("executor " + machine.host() + " cannot compute, allowed: the natives of ND4J for its machine (spark.jars): " + machine.failure());
    });
    machines.stream().filter(machine -> !machine.sees()).findFirst().ifPresent(machine -> {
      throw new InvalidInputException("executor " + machine.host() + " does not see " + folder.toAbsolutePath()
          + "; allowed: a folder that the driver and all executors share");
    });
    machines.stream().distinct().forEach(m -> LOG.info("executor {} (process {}): Java {}, {}, convolution {}", m.host(), m.process(), m.java(), m.backend(),
        String.format(Locale.ROOT, "%08x", m.checksum())));
    if (machines.stream().map(Machine::checksum).distinct().count() > 1) {
      LOG.warn("executors compute in different ways (convolutions with different bits): the same part may differ in its last digits from machine to machine");
    }
  }

  @Override
  public void follow(StopSignal signal) {
    stop = signal;
    Thread watcher = new Thread(() -> {
      try {
        while (!closed) {
          // Again and again, for a job may just have been on its way.
          if (signal.reason().isPresent() && isRunning()) {
            context.sc().cancelJobGroup(group);
          }
          Thread.sleep(POLL_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IllegalStateException e) {
        LOG.debug("the Spark application has ended: {}", e.getMessage());
      }
    }, "automtl-spark-stop");
    watcher.setDaemon(true);
    watcher.start();
  }

  private boolean isRunning() {
    JavaSparkStatusTracker tracker = context.statusTracker();
    return Arrays.stream(tracker.getJobIdsForGroup(group)).mapToObj(tracker::getJobInfo).anyMatch(job -> job != null && job.status() == JobExecutionStatus.RUNNING);
  }

  @Override
  public String run(SweepPart part, Path folder) {
    refuseIfStopped(part);
    // No interrupts: the training sees that its task was cancelled, and writes a checkpoint.
    context.setJobGroup(group, part.name(), false);
    RemotePart.Answer answer;
    try {
      answer = context.parallelize(List.of(RemotePart.of(part, folder, threads)), 1).map(RemotePart::run).collect().get(0);
    } catch (Exception e) {
      refuseIfStopped(part);
      if (e instanceof SparkException) {
        throw new InvalidInputException("on Spark: " + firstLine(e), e);
      }
      throw e;
    }
    if (!answer.failure().isEmpty()) {
      throw new InvalidInputException(answer.failure());
    }
    return answer.host();
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void refuseIfStopped(SweepPart part) {
    stop.reason().ifPresent(reason -> {
      throw new TrainingStoppedException(reason, part.name(), 0, Optional.empty());
    });
  }

  @Override
  public void close() {
    closed = true;
    if (stop.reason().isPresent()) {
      awaitCheckpoints();
    }
    if (owned) {
      context.close();
    }
  }

  /** Tasks that were cancelled are still writing their checkpoints; executors that were ended now would not get to it. */
  private void awaitCheckpoints() {
    long end = System.nanoTime() + STOP_SECONDS * 1_000_000_000L;
    try {
      while (Arrays.stream(context.sc().statusTracker().getExecutorInfos()).anyMatch(executor -> executor.numRunningTasks() > 0) && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
