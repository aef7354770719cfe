package org.automtl4j.app.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.automtl4j.train.checkpoint.StopSignal;

/**
 * Answers Ctrl-C, and whatever else asks the process to end. Before a run has begun it says in one line that there is nothing to resume, and the process ends. From
 * then on it asks the run to stop with a checkpoint, and holds the process up until that is done. The process ends with the exit code that the system has for the
 * signal: 130 for Ctrl-C.
 */
final class Interrupts implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final PrintWriter err;
  private final String early;
  private final Thread hook;
  private Optional<StopSignal> stop = Optional.empty();
  private boolean ending;

  private Interrupts(PrintWriter err, String early) {
    this.err = err;
    this.early = early;
    this.hook = new Thread(this::interrupted, "interrupt");
  }

  /**
   * @param err where to say so
   * @param early what is said when the interrupt comes before {@link #begun}
   * @return what answers interrupts from now on
   */
  static Interrupts answered(PrintWriter err, String early) {
    Interrupts interrupts = new Interrupts(err, early);
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    return interrupts;
  }

  /**
   * From now on an interrupt asks this signal, and waits for what follows.
   *
   * @param signal whom to ask
   */
  synchronized void begun(StopSignal signal) {
    if (ending) {
      // It has been said that nothing began, and nothing is to begin: the process ends while this waits.
      await();
    }
    stop = Optional.of(signal);
  }

  private void interrupted() {
    synchronized (this) {
      if (stop.isEmpty()) {
        ending = true;
        err.println(early);
        err.flush();
        return;
      }
    }
    stop.get().request("interrupted");
    await();
  }

  private void await() {
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
