package org.automtl4j.plan.internal.kernel.host;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays of Java that the calls of a plan use one after the other, so that a step leaves nothing for the garbage collector. Each part of a parallel loop has
 * some of its own.
 */
public final class RowScratch {
  /** What a part uses at the same time. */
  enum Slot {
    PLANES,
    RESULTS,
    TAPS,
    PIXELS,
    LINE,
    SUMS
  }

  /** Rows are as long as a multiple of this, so that few lengths are kept. */
  private static final int STEP = 32;

  private final List<Map<Slot, Map<Integer, float[][]>>> parts = new ArrayList<>();

  /**
   * Rows for one part, a little longer than asked for.
   *
   * @param part the number of the part
   * @param slot what they are for; the same rows are given again for the same slot and length
   * @param count how many at least
   * @param length how long at least
   */
  float[][] rows(int part, Slot slot, int count, int length) {
    int whole = (length + STEP - 1) / STEP * STEP;
    Map<Integer, float[][]> own = part(part).computeIfAbsent(slot, s -> new HashMap<>());
    float[][] rows = own.get(whole);
    if (rows == null || rows.length < count) {
      rows = new float[count][whole];
      own.put(whole, rows);
    }
    return rows;
  }

  private synchronized Map<Slot, Map<Integer, float[][]>> part(int part) {
    while (parts.size() <= part) {
      parts.add(new EnumMap<>(Slot.class));
    }
    return parts.get(part);
  }
}
