package org.automtl4j.plan.internal.kernel.token;

/** Sums of a row's numbers, eight at a time, because each addition waits for the one before it. */
final class RowSums {
  private RowSums() {}

  static float sum(float[] a, int length) {
    return sum(a, 0, length);
  }

  static float sum(float[] a, int first, int length) {
    float[] s = new float[8];
    int whole = first + length / 8 * 8;
    for (int i = first; i < whole; i += 8) {
      for (int k = 0; k < 8; k++) {
        s[k] += a[i + k];
      }
    }
    for (int i = whole; i < first + length; i++) {
      s[i - whole] += a[i];
    }
    return total(s);
  }

  static float product(float[] a, float[] b, int length) {
    float[] s = new float[8];
    int whole = length / 8 * 8;
    for (int i = 0; i < whole; i += 8) {
      for (int k = 0; k < 8; k++) {
        s[k] += a[i + k] * b[i + k];
      }
    }
    for (int i = whole; i < length; i++) {
      s[i - whole] += a[i] * b[i];
    }
    return total(s);
  }

  private static float total(float[] s) {
    return s[0] + s[1] + (s[2] + s[3]) + (s[4] + s[5] + (s[6] + s[7]));
  }
}
