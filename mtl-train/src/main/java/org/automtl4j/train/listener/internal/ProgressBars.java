package org.automtl4j.train.listener.internal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.StageStopped;
import org.automtl4j.train.listener.TrainingListener;

/** One bar per stage, on standard error: a line that is written over, twice a second at most. */
public final class ProgressBars implements TrainingListener {
  private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int LONGEST_NAME = 24;
  private static final int WIDTH = 10;

  private final PrintStream out;
  private final LongSupplier nanos;
  private String name = "";
  private String shown = "";
  private long shownAt;

  /** Bars on standard error. */
  public ProgressBars() {
    this(Terminal.standardError(), System::nanoTime);
  }

  /**
   * @param out where the bars go
   * @param nanos tells the time, in nanoseconds
   */
  ProgressBars(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public void stageStarted(StageStarted event) {
    end();
    name = event.model().equals(event.stage()) ? event.stage() : event.model() + " " + event.stage();
    draw(bar(event.from(), event.iterations()));
  }

  @Override
  public void iterationDone(IterationDone event) {
    int done = event.iteration() + 1;
    if (done == event.iterations() || nanos.getAsLong() - shownAt >= REFRESH_NANOS) {
      String temperature = event.temperature() > 0 ? String.format(Locale.ROOT, ", temperature %.2f", event.temperature()) : "";
      draw(bar(done, event.iterations()) + " " + left(event, done) + ", " + Losses.text(event.losses()) + temperature);
    }
  }

  @Override
  public void stageEnded(StageEnded event) {
    end();
  }

  @Override
  public void stageStopped(StageStopped event) {
    end();
  }

  private String bar(int done, int iterations) {
    double share = iterations == 0 ? 1 : (double) done / iterations;
    int full = (int) (share * WIDTH);
    String filled = full == WIDTH ? "=".repeat(WIDTH) : "=".repeat(full) + ">" + " ".repeat(WIDTH - full - 1);
    return String.format(Locale.ROOT, "%s %3d %% [%s] %d/%d", Terminal.cut(name, LONGEST_NAME), (int) (100 * share), filled, done, iterations);
  }

  /** At the pace so far. */
  private static String left(IterationDone event, int done) {
    long seconds = Math.round(event.seconds() / done * (event.iterations() - done));
    return String.format(Locale.ROOT, "%d:%02d:%02d left", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private void draw(String line) {
    shown = line;
    shownAt = nanos.getAsLong();
    out.print(Terminal.over(line));
    out.flush();
  }

  /** Leaves the bar as it is; what is printed next stands below it. */
  private void end() {
    if (!shown.isEmpty()) {
      out.println();
      out.flush();
    }
    shown = "";
  }
}
