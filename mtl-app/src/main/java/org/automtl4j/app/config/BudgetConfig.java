package org.automtl4j.app.config;

import java.time.Duration;
import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.checkpoint.StopSignal;

/**
 * After what a run stops with a checkpoint, to be resumed.
 *
 * @param minutes wall time; empty: none
 * @param iterations iterations of all models; empty: none
 */
public record BudgetConfig(
    @Key(value = "Minutes after which the run stops with a checkpoint; when resumed, it has as many again.", above = 0, max = 1e7) Optional<Double> minutes,
    @Key(value = "Iterations, counted over all models, after which the run stops with a checkpoint; when resumed, it has as many again.", min = 1)
        Optional<Long> iterations) {

  /** @return a signal that asks to stop when the budget is used up, counted from now on */
  public StopSignal signal() {
    StopSignal signal = new StopSignal();
    minutes.ifPresent(m -> signal.after(Duration.ofMillis(Math.max(1, Math.round(m * 60_000)))));
    iterations.ifPresent(signal::afterIterations);
    return signal;
  }
}
