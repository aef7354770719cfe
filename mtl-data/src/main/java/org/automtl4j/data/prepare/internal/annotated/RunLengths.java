package org.automtl4j.data.prepare.internal.annotated;

import java.util.Arrays;
import java.util.Optional;

/**
 * COCO's compressed runs: each number in pieces of 5 bits, the lowest first, a sixth bit saying that more follow, plus 48; the sign is in the last piece, and from
 * the fourth number on the difference to the number before the last stands there.
 */
final class RunLengths {
  private static final int MOST = 1 << 24;

  private RunLengths() {}

  /** The lengths; empty if the text is damaged. */
  static Optional<int[]> of(String text) {
    int[] lengths = new int[Math.min(text.length(), MOST)];
    int count = 0;
    for (int at = 0; at < text.length(); count++) {
      long number = 0;
      int shift = 0;
      int piece;
      do {
        piece = at < text.length() ? text.charAt(at++) - 48 : -1;
        if (piece < 0 || piece > 63 || shift > 30) {
          return Optional.empty();
        }
        number |= (long) (piece & 31) << shift;
        shift += 5;
      } while ((piece & 32) != 0);
      if ((piece & 16) != 0) {
        number |= -1L << shift;
      }
      if (count > 2) {
        number += lengths[count - 2];
      }
      if (number < 0 || number > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      lengths[count] = (int) number;
    }
    return Optional.of(Arrays.copyOf(lengths, count));
  }
}
