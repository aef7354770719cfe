package org.automtl4j.app.run;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.plan.Backend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains beside the main thread what does not wait for it: baselines that need no architecture. Small models keep one processor busy at most, so a run whose
 * numerical library is told to use half the processors or fewer trains its baselines on the others. The numbers are the same as one after the other.
 */
final class SideTraining implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SideTraining.class);
  private static final int LONGEST_CHECKPOINT_MINUTES = 10;

  private final Optional<ExecutorService> executor;
  private final int threads;
  private Future<?> work;

  SideTraining(RunConfig config) {
    threads = threads(config);
    executor = isBeside(config) ? Optional.of(Executors.newSingleThreadExecutor(SideTraining::thread)) : Optional.empty();
  }

  /** Whether there is a processor to spare. */
  static boolean isBeside(RunConfig config) {
    return 2 * threads(config) <= Runtime.getRuntime().availableProcessors();
  }

  private static int threads(RunConfig config) {
    return config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "baselines");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts the work, or does it at once where there is no processor to spare. */
  void start(Runnable task) {
    if (executor.isEmpty()) {
      task.run();
      return;
    }
    work = executor.get().submit(() -> {
      // OpenMP counts threads for each thread that calls it.
      Backend.useThreads(threads);
      task.run();
    });
  }

  /** Waits until the work is done; what it threw is thrown here. */
  void finish() {
    if (work == null) {
      return;
    }
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while baselines were being trained", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("training a baseline failed", e.getCause());
    }
  }

  /** Stops what still runs, with a checkpoint: after an error of the main thread nobody waits for more. */
  @Override
  public void close() {
    executor.ifPresent(service -> {
      service.shutdownNow();
      boolean interrupted = Thread.interrupted();
      try {
        if (!service.awaitTermination(LONGEST_CHECKPOINT_MINUTES, TimeUnit.MINUTES)) {
          LOG.warn("baselines are still in an iteration after {} minutes; their last checkpoint is the one before", LONGEST_CHECKPOINT_MINUTES);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
