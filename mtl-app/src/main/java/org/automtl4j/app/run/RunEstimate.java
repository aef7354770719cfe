package org.automtl4j.app.run;

import java.util.Locale;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.train.TrainingCost;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.StageOutline;

/**
 * What a run will take, from a few measured steps.
 *
 * @param seconds wall time of all stages and baselines
 * @param bytes memory of the process at its peak
 * @param prefetchBytes of them, what batches take that wait for the trainer, at most
 */
public record RunEstimate(double seconds, long bytes, long prefetchBytes) {
  static RunEstimate of(RunConfig config, Recipe recipe, TrainingCost cost, long prefetchBytes) {
    double seconds = 0;
    for (StageOutline stage : recipe.stages()) {
      seconds += stage.iterations() * (stage.trains() == StageOutline.Trains.NETWORK ? cost.mixedSeconds() : cost.plainSeconds());
    }
    long baselines = config.baselines().stream().filter(b -> !recipe.brings().contains(b.method())).count();
    seconds += baselines * recipe.finalTraining().map(training -> training.iterations() * cost.plainSeconds()).orElse(0.0);
    return new RunEstimate(seconds, new RunMemory(config, recipe, cost.memory(), prefetchBytes).peak(), prefetchBytes);
  }

  /** @return one line for people */
  @Override
  public String toString() {
    long whole = Math.round(seconds);
    String time = whole < 90 ? whole + " s" : whole < 5400 ? Math.round(seconds / 60) + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    String waiting = prefetchBytes == 0 ? "" : String.format(Locale.ROOT, "; batches that are prepared ahead take up to %d MiB of it", (prefetchBytes >> 20)
        + 1);
    return String.format(Locale.ROOT, "about %s and %.1f GiB of memory, from a few measured steps", time, bytes / (double) (1L << 30)) + waiting;
  }
}
