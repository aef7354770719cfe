package org.automtl4j.train.checkpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.automtl4j.core.InvalidInputException;

/**
 * Asks trainings to stop, from any thread: each writes a checkpoint after the iteration that it is in and throws {@link TrainingStoppedException}. One signal
 * may serve several trainers. It can also hold a budget of wall time or of iterations, after which it asks by itself.
 */
public final class StopSignal {
  private final AtomicReference<Optional<String>> reason = new AtomicReference<>(Optional.empty());
  private final AtomicLong iterations = new AtomicLong();
  private volatile long deadline = Long.MAX_VALUE;
  private volatile long limit = Long.MAX_VALUE;
  private final long start = System.nanoTime();

  /**
   * @param why what asks, for the message, such as {@code "interrupted"}; a second request changes nothing
   */
  public void request(String why) {
    reason.compareAndSet(Optional.empty(), Optional.of(why));
  }

  /**
   * @param time after which to stop, counted from the making of this signal
   * @return this
   */
  public StopSignal after(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new InvalidInputException("budget.minutes: a time above 0, found " + time);
    }
    deadline = time.toNanos();
    return this;
  }

  /**
   * @param count iterations after which to stop, of all trainers that this signal serves
   * @return this
   */
  public StopSignal afterIterations(long count) {
    if (count < 1) {
      throw new InvalidInputException("budget.iterations: at least 1, found " + count);
    }
    limit = count;
    return this;
  }

  /** Counts an iteration of a training. */
  public void iterationDone() {
    iterations.incrementAndGet();
  }

  /** @return why trainings are to stop; empty as long as they may go on */
  public Optional<String> reason() {
    if (iterations.get() >= limit) {
      request("the budget of " + limit + " iterations is used up");
    }
    if (System.nanoTime() - start >= deadline) {
      request("the budget of time is used up");
    }
    return reason.get();
  }
}
