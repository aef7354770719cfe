package org.automtl4j.plan.internal.rule.convolution;

/**
 * One axis of a dilated convolution with stride 1: which output places see which taps of the kernel, and not only padding.
 *
 * @param outputs number of output places
 * @param inputs number of input places
 * @param taps kernel size
 * @param dilation distance of the taps
 * @param padding padding before the first input place, possibly negative
 */
record TapAxis(long outputs, long inputs, int taps, int dilation, int padding) {
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

  /** How many output places see a tap. */
  long size(int tap) {
    return end(tap) - begin(tap);
  }
}
