package org.automtl4j.core.npy;

import java.io.OutputStream;
import java.util.zip.Checksum;

/** Keeps nothing of what is written to it but the number of bytes and their checksum. */
public final class CountingStream extends OutputStream {
  private final Checksum checksum;
  private long count;

  /** @param checksum what is to see every byte */
  public CountingStream(Checksum checksum) {
    this.checksum = checksum;
  }

  @Override
  public void write(int b) {
    checksum.update(b);
    count++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    checksum.update(bytes, from, length);
    count += length;
  }

  /** @return how many bytes were written */
  public long count() {
    return count;
  }
}
