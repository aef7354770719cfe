package org.automtl4j.train.cli;

import java.util.concurrent.CountDownLatch;
import org.automtl4j.train.checkpoint.StopSignal;

/**
 * Turns Ctrl-C, and whatever else asks the process to end, into a request to stop with a checkpoint, and holds the process up until that is done. The process
 * then ends with the exit code that the system has for the signal: 130 for Ctrl-C.
 */
final class Interrupts implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private Interrupts(StopSignal stop) {
    hook = new Thread(() -> hold(stop), "interrupt");
  }

  static Interrupts to(StopSignal stop) {
    Interrupts interrupts = new Interrupts(stop);
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    return interrupts;
  }

  private void hold(StopSignal stop) {
    stop.request("interrupted");
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has been started and is about to return.
      return;
    }
  }
}
