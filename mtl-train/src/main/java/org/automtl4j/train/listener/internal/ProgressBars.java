package org.automtl4j.train.listener.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;

/** One bar per stage, on standard error. */
public final class ProgressBars implements TrainingListener {
  private static final int REFRESH_MILLISECONDS = 500;

  private Optional<ProgressBar> bar = Optional.empty();

  @Override
  public void stageStarted(StageStarted event) {
    close();
    String name = event.model().equals(event.stage()) ? event.stage() : event.model() + " " + event.stage();
    bar = Optional.of(new ProgressBarBuilder().setTaskName(name).setInitialMax(event.iterations()).setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLISECONDS).startsFrom(event.from(), Duration.ZERO).build());
  }

  @Override
  public void iterationDone(IterationDone event) {
    bar.ifPresent(b -> {
      b.stepTo(event.iteration() + 1L);
      b.setExtraMessage(Losses.text(event.losses()) + (event.temperature() > 0 ? String.format(Locale.ROOT, ", temperature %.2f", event.temperature()) : ""));
    });
  }

  @Override
  public void stageEnded(StageEnded event) {
    close();
  }

  private void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
