package org.automtl4j.app.cli;

import java.io.PrintWriter;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.train.listener.internal.Terminal;

/** Shows how far a piece of work is: on a terminal one line that is written over, elsewhere a line for every tenth. */
final class ProgressLine implements Progress {
  private static final int TENTHS = 10;

  private final PrintWriter err;
  private final boolean terminal;
  private String shown = "";

  ProgressLine(PrintWriter err) {
    this(err, Terminal.isThere());
  }

  ProgressLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public synchronized void at(String what, int done, int total) {
    int steps = terminal ? 100 : TENTHS;
    String now = what + " " + (total == 0 ? steps : (long) done * steps / total);
    if (now.equals(shown) && done < total) {
      return;
    }
    shown = now;
    String text = what + ": " + done + " of " + total;
    if (terminal) {
      err.print(Terminal.over(text) + (done < total ? "" : "\n"));
    } else {
      err.println(text);
    }
    err.flush();
  }
}
