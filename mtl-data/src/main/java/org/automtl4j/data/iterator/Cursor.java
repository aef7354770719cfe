package org.automtl4j.data.iterator;

import java.io.Serializable;

/**
 * Where an iterator stands. Two iterators with the same settings and the same cursor give the same batches from there on.
 *
 * @param epoch how often the split has been gone through completely
 * @param batch how many batches of this epoch have been handed out
 */
public record Cursor(long epoch, int batch) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The beginning. */
  public static final Cursor START = new Cursor(0, 0);

  /** Checks that nothing is negative. */
  public Cursor {
    if (epoch < 0 || batch < 0) {
      throw new IllegalArgumentException("epoch and batch must not be negative: " + epoch + ", " + batch);
    }
  }
}
