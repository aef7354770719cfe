package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Arrays of Java that the calls of a plan use one after the other, so that a step leaves nothing for the garbage collector. Each part of a parallel loop has
 * some of its own.
 */
final class RowScratch {
  /** What a part uses at the same time. */
  enum Slot {
    PLANE,
    PLANES,
    RESULTS,
    TAPS,
    PIXELS,
    LYING,
    STANDING,
    SUMS,
    MATRIX
  }

  private final List<float[][][]> parts = new ArrayList<>();

  /**
   * Rows for one part, as long as the longest that were asked for so far.
   *
   * @param part the number of the part
   * @param slot what they are for; the same rows are given again for the same slot
   * @param count how many
   * @param length how long at least
   */
  float[][] rows(int part, Slot slot, int count, int length) {
    float[][][] own = part(part);
    float[][] rows = own[slot.ordinal()];
    if (rows.length < count || rows[0].length < length) {
      rows = new float[Math.max(count, rows.length)][rows.length == 0 ? length : Math.max(length, rows[0].length)];
      own[slot.ordinal()] = rows;
    }
    return rows;
  }

  private synchronized float[][][] part(int part) {
    while (parts.size() <= part) {
      parts.add(new float[Slot.values().length][0][]);
    }
    return parts.get(part);
  }
}
