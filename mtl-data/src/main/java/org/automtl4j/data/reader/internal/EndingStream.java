package org.automtl4j.data.reader.internal;

import java.io.IOException;
import java.io.InputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture's bytes for Java's readers, some of which take zeros for what is missing behind the end, and never stop where a damaged picture lets them read on: after some thousand tries to read
 * there they are stopped.
 */
final class EndingStream extends MemoryCacheImageInputStream {
  private static final int MOST_TRIES = 1 << 12;

  private int tries;

  EndingStream(InputStream bytes) {
    super(bytes);
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next);
    return next;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int got = super.read(to, from, length);
    count(got);
    return got;
  }

  /** No IOException: the readers in question answer those with zeros. */
  private void count(int got) {
    if (got < 0 && ++tries > MOST_TRIES) {
      throw new IllegalStateException("it ends before its pixels do");
    }
  }
}
