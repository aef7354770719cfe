package org.automtl4j.data.reader.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;

/** Ends with a refusal after so many bytes: of a file in an archive the archive says how long it is, and need not say the truth. */
public final class CountedStream extends FilterInputStream {
  private final Path file;
  private final long most;
  private long count;

  /**
   * @param file for the message
   * @param in its bytes
   * @param most the most bytes that are read
   */
  public CountedStream(Path file, InputStream in, long most) {
    super(in);
    this.file = file;
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int got = super.read(to, from, length);
    count(Math.max(0, got));
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(skipped);
    return skipped;
  }

  private void count(long more) {
    count += more;
    if (count > most) {
      throw new InvalidInputException(file + ": more than " + most + " bytes, the most that are read");
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
