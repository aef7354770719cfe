package org.automtl4j.spark;

import org.apache.spark.TaskContext;
import org.automtl4j.train.checkpoint.StopSignal;

/** Asks a training to stop when Spark has cancelled its task: it writes a checkpoint then, which an interrupt of its thread might prevent. */
final class TaskStop implements AutoCloseable {
  private static final int POLL_MILLIS = 200;

  private final StopSignal signal = new StopSignal();
  private final Thread watcher;

  private TaskStop(TaskContext task) {
    watcher = new Thread(() -> watch(task), "automtl-task-stop");
    watcher.setDaemon(true);
    watcher.start();
  }

  static TaskStop ofThisTask() {
    return new TaskStop(TaskContext.get());
  }

  private void watch(TaskContext task) {
    try {
      while (!task.isInterrupted()) {
        Thread.sleep(POLL_MILLIS);
      }
      signal.request("its Spark task was cancelled");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  StopSignal signal() {
    return signal;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
