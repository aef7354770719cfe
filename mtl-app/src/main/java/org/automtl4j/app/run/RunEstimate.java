package org.automtl4j.app.run;

import java.util.List;
import java.util.Locale;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.train.TrainingCost;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.StageName;

/**
 * What a run will take, from a few measured steps.
 *
 * @param seconds wall time of all stages and baselines
 * @param bytes memory of the process at its peak
 * @param prefetchBytes of them, what batches take that wait for the trainer, at most
 */
public record RunEstimate(double seconds, long bytes, long prefetchBytes) {
  static RunEstimate of(RunConfig config, TrainingCost cost, long prefetchBytes) {
    AutoMtlSettings settings = GrowStages.like(config);
    double seconds = 0;
    if (GrowStages.of(config).isPresent()) {
      seconds += cost.plainSeconds() * GrowStages.of(config).map(GrowStages::iterations).orElseThrow().values().stream().mapToInt(Integer::intValue).sum();
    }
    for (StageName stage : GrowStages.of(config).isPresent() ? List.<StageName>of() : settings.stages()) {
      seconds +=
          switch (stage) {
            case PRE -> settings.preTraining().iterations() * cost.mixedSeconds();
            case SEARCH -> settings.policySearch().iterations() * cost.mixedSeconds();
            case SAMPLE -> settings.sampling().candidates() * settings.sampling().iterations() * cost.plainSeconds();
            case POST -> settings.postTraining().iterations() * cost.plainSeconds();
          };
    }
    if (settings.stages().contains(StageName.POST)) {
      for (Baseline baseline : config.baselines()) {
        if (GrowStages.includes(config, baseline)) {
          continue;
        }
        seconds += settings.postTraining().iterations() * cost.plainSeconds();
      }
    }
    return new RunEstimate(seconds, new RunMemory(config, cost.memory(), prefetchBytes).peak(), prefetchBytes);
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
