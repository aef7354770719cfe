package org.automtl4j.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.automtl4j.core.text.PrintableText;

/** What commands print, without control characters: a terminal would obey those that a file smuggles in. */
final class PrintableWriter extends Writer {
  private final Writer to;

  private PrintableWriter(Writer to) {
    this.to = to;
  }

  /** A writer that shows everything in place, and flushes at each line. */
  static PrintWriter over(PrintWriter to) {
    return new PrintWriter(new PrintableWriter(to), true);
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    to.write(PrintableText.lines(new String(text, from, count)));
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
