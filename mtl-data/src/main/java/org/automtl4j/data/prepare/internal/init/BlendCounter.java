package org.automtl4j.data.prepare.internal.init;

import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.data.reader.Pixels;

/**
 * Finds numbers or colours that masks have only because they were resized with interpolation: at borders, on the way from the one side to the other, and never
 * with their like all around.
 */
final class BlendCounter {
  /** So many different ones are looked at; photographs have more. */
  private static final int MOST = 1 << 12;
  private static final double MOSTLY = 0.6;
  private static final double HARDLY = 0.02;

  private final SortedMap<Integer, Seen> seen = new TreeMap<>();
  private boolean many;
  private long pixels;

  /** How often a number or colour occurs, on its way between two others, and amid its like. */
  private static final class Seen {
    private long all;
    private long between;
    private long amid;

    private boolean isBlend() {
      return between >= MOSTLY * all && amid <= HARDLY * all;
    }
  }

  /** Looks at every pixel of a mask. */
  void add(Pixels stored) {
    int width = stored.width();
    int height = stored.height();
    int[] above = new int[width];
    int[] row = row(stored, 0);
    for (int y = 0; y < height && !many; y++) {
      int[] below = y + 1 < height ? row(stored, y + 1) : new int[width];
      for (int x = 0; x < width; x++) {
        boolean across = x > 0 && x + 1 < width;
        boolean down = y > 0 && y + 1 < height;
        add(row[x], across && between(row[x - 1], row[x], row[x + 1]) || down && between(above[x], row[x], below[x]),
            across && down && row[x - 1] == row[x] && row[x + 1] == row[x] && above[x] == row[x] && below[x] == row[x]);
      }
      above = row;
      row = below;
    }
  }

  private void add(int code, boolean between, boolean amid) {
    Seen found = seen.get(code);
    if (found == null) {
      many |= seen.size() == MOST;
      found = new Seen();
      if (!many) {
        seen.put(code, found);
      }
    }
    pixels++;
    found.all++;
    found.between += between ? 1 : 0;
    found.amid += amid ? 1 : 0;
  }

  private static int[] row(Pixels stored, int y) {
    int channels = stored.channels();
    int[] row = new int[stored.width()];
    for (int x = 0, at = y * row.length * channels; x < row.length; x++, at += channels) {
      row[x] = channels < 3 ? (int) stored.at(at) : (int) stored.at(at) << 16 | (int) stored.at(at + 1) << 8 | (int) stored.at(at + 2);
    }
    return row;
  }

  /** Whether each of the three bytes lies between those of the others. */
  private static boolean between(int before, int code, int after) {
    if (code == before || code == after) {
      return false;
    }
    for (int shift = 0; shift < 24; shift += 8) {
      int a = before >> shift & 0xFF;
      int b = code >> shift & 0xFF;
      int c = after >> shift & 0xFF;
      if (b < Math.min(a, c) || b > Math.max(a, c)) {
        return false;
      }
    }
    return true;
  }

  /** Numbers or colours that are no blends, and how often each occurs; all of them where there are too many for a mask. */
  SortedMap<Integer, Long> plain() {
    SortedMap<Integer, Long> plain = new TreeMap<>();
    seen.forEach((code, found) -> {
      if (!found.isBlend()) {
        plain.put(code, found.all);
      }
    });
    return plain;
  }

  /** Different blends. */
  int blends() {
    return many ? 0 : seen.size() - plain().size();
  }

  /** The share of pixels that are blends, in [0, 1]. */
  double share() {
    return many || pixels == 0 ? 0 : seen.values().stream().filter(Seen::isBlend).mapToLong(found -> found.all).sum() / (double) pixels;
  }

  /** Whether there are more different ones than any mask has. */
  boolean many() {
    return many;
  }
}
