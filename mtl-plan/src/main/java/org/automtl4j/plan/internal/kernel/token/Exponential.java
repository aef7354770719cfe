package org.automtl4j.plan.internal.kernel.token;

/** exp of many numbers at a time, with a relative error of at most 2e-7. */
final class Exponential {
  private static final float LOG2_E = 1.442695f;
  /** ln 2 in two parts: products of the first one with small whole numbers are exact. */
  private static final float LN2 = 0.693359375f;
  private static final float LN2_REST = -2.1219444e-4f;
  /** Added and subtracted, it rounds to a whole number. */
  private static final float ROUND = 12_582_912f;
  private static final float SMALLEST = -87f;

  private Exponential() {}

  /**
   * Puts exp(x) in the place of x, for x of at most 0; below -87 it is exp(-87).
   *
   * @param powers takes powers of two, as many numbers as there are
   */
  static void of(float[] x, float[] powers, int length) {
    for (int i = 0; i < length; i++) {
      float t = Math.max(x[i], SMALLEST);
      float n = t * LOG2_E + ROUND - ROUND;
      float r = t - n * LN2 - n * LN2_REST; // |r| <= ln 2 / 2
      powers[i] = n;
      float e = Math.fma(Math.fma(Math.fma(1f / 5040, r, 1f / 720), r, 1f / 120), r, 1f / 24);
      x[i] = Math.fma(Math.fma(Math.fma(Math.fma(e, r, 1f / 6), r, 0.5f), r, 1f), r, 1f);
    }
    for (int i = 0; i < length; i++) {
      x[i] *= Float.intBitsToFloat((int) powers[i] + 127 << 23);
    }
  }
}
