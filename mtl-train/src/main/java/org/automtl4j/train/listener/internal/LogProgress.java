package org.automtl4j.train.listener.internal;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log line at the beginning and end of each stage and ten in between. */
public final class LogProgress implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger("org.automtl4j.progress");
  private static final int LINES = 10;
  /** Seconds below which it is not worth saying how long a stage goes on. */
  private static final double SHORTEST_LEFT = 90;

  @Override
  public void stageStarted(StageStarted event) {
    LOG.info("{}: {} iterations", event.stage(), event.iterations());
  }

  @Override
  public void iterationDone(IterationDone event) {
    int done = event.iteration() + 1;
    // True whenever a further tenth of the stage is complete.
    if ((long) done * LINES / event.iterations() > (long) event.iteration() * LINES / event.iterations()) {
      String temperature = event.temperature() > 0 ? String.format(Locale.ROOT, ", temperature %.2f", event.temperature()) : "";
      String regularisers = event.regularisers().isEmpty() ? "" : ", regulariser: " + Losses.text(event.regularisers());
      LOG.info("{}: {}/{}, loss: {}{}{}{}", event.stage(), done, event.iterations(), Losses.text(event.losses()), regularisers, temperature,
          left(event, done));
    }
  }

  /** At the pace so far; nothing before a pace can be seen. */
  private static String left(IterationDone event, int done) {
    double seconds = event.seconds() / done * (event.iterations() - done);
    return seconds < SHORTEST_LEFT ? "" : String.format(Locale.ROOT, ", %d min left", Math.round(seconds / 60));
  }

  @Override
  public void validated(Validated event) {
    event.evaluation().metrics().forEach((task, values) -> LOG.info("{}: {} after {} iterations, {}: {}{}", event.stage(), event.evaluation().split(),
        event.iteration(), task, loss(event.evaluation().losses(), task),
        values.stream().map(v -> String.format(Locale.ROOT, "%s %.4f", v.name(), v.value())).collect(Collectors.joining(", "))));
  }

  private static String loss(Map<String, Double> losses, String task) {
    return losses.containsKey(task) ? String.format(Locale.ROOT, "loss %.4f, ", losses.get(task)) : "";
  }

  @Override
  public void stageEnded(StageEnded event) {
    double share = event.seconds() > 0 ? event.waitSeconds() / event.seconds() : 0;
    LOG.info("{}: done in {} s, {} % of them spent waiting for data", event.stage(), String.format(Locale.ROOT, "%.1f", event.seconds()),
        String.format(Locale.ROOT, "%.1f", 100 * share));
    event.unlabelled().forEach((task, batches) -> LOG.warn("{}: {} of the batches of task '{}' had no known label, and nothing was learnt from them",
        event.stage(), batches, task));
  }
}
