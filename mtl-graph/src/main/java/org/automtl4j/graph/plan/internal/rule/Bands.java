package org.automtl4j.graph.plan.internal.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One axis of a dilated convolution with stride 1: which output places see which taps of the kernel, and not only padding.
 *
 * @param outputs number of output places
 * @param inputs number of input places
 * @param taps kernel size
 * @param dilation distance of the taps
 * @param padding padding before the first input place, possibly negative
 */
record Bands(long outputs, long inputs, int taps, int dilation, int padding) {
  /**
   * Neighbouring output places that see the same taps.
   *
   * @param begin the first place
   * @param end the place after the last
   * @param firstTap the first tap that they see
   * @param endTap the tap after the last
   */
  record Band(long begin, long end, int firstTap, int endTap) {
    long size() {
      return end - begin;
    }

    int taps() {
      return endTap - firstTap;
    }
  }

  /** The first output place that sees a tap. */
  long begin(int tap) {
    return Math.min(outputs, Math.max(0, padding - (long) tap * dilation));
  }

  /** The place after the last output place that sees a tap. */
  long end(int tap) {
    return Math.max(begin(tap), Math.min(outputs, inputs + padding - (long) tap * dilation));
  }

  /** The input place that an output place sees through a tap. */
  long input(long output, int tap) {
    return output + (long) tap * dilation - padding;
  }

  /** All bands that see anything. */
  List<Band> bands() {
    TreeSet<Long> cuts = new TreeSet<>(List.of(0L, outputs));
    for (int tap = 0; tap < taps; tap++) {
      cuts.add(begin(tap));
      cuts.add(end(tap));
    }
    List<Band> bands = new ArrayList<>();
    long from = cuts.first();
    for (long to : cuts.tailSet(from, false)) {
      int first = 0;
      while (first < taps && !(begin(first) <= from && to <= end(first))) {
        first++;
      }
      int end = first;
      while (end < taps && begin(end) <= from && to <= end(end)) {
        end++;
      }
      if (end > first) {
        bands.add(new Band(from, to, first, end));
      }
      from = to;
    }
    return bands;
  }
}
