package org.automtl4j.plan.internal.kernel.token;

/**
 * The standard normal distribution for many numbers at a time, in loops without branches, whose numbers the JVM computes several at a
 * time.
 */
final class Gaussian {
  /** From here on Phi is 0 or 1 in single precision, but for 5e-8. */
  private static final float FAR = 3.92f;
  /** erf(v) = v P(v^2) / Q(v^2) for v from 0 to {@link #FAR}, fitted for the least largest error: 4.3e-8 in exact arithmetic. */
  private static final float[] P = {1.1283787f, 0.20611233f, 0.051397014f, 0.0039728121f, 1.4898495e-4f, -1.9942945e-6f, 1.9921501e-8f};
  private static final float[] Q = {1f, 0.51599103f, 0.11756376f, 0.014889051f, 0.001024105f};
  private static final float AT_0 = 0.3989423f;

  private Gaussian() {}

  /** Phi(x), with an error of at most 2e-7. */
  static void distribution(float[] x, float[] phi, int length) {
    float p0 = P[0];
    float p1 = P[1];
    float p2 = P[2];
    float p3 = P[3];
    float p4 = P[4];
    float p5 = P[5];
    float p6 = P[6];
    float q1 = Q[1];
    float q2 = Q[2];
    float q3 = Q[3];
    float q4 = Q[4];
    for (int i = 0; i < length; i++) {
      float v = Math.min(Math.max(x[i] * 0.70710678f, -FAR), FAR);
      float s = v * v;
      float p = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(p6, s, p5), s, p4), s, p3), s, p2), s, p1), s, p0);
      float q = Math.fma(Math.fma(Math.fma(Math.fma(q4, s, q3), s, q2), s, q1), s, 1f);
      phi[i] = 0.5f + 0.5f * (v * p / q);
    }
  }

  /**
   * The density exp(-x^2 / 2) / sqrt(2 pi).
   *
   * @param powers takes powers of two, as many numbers as there are
   */
  static void density(float[] x, float[] density, float[] powers, int length) {
    for (int i = 0; i < length; i++) {
      density[i] = -0.5f * x[i] * x[i];
    }
    Exponential.of(density, powers, length);
    for (int i = 0; i < length; i++) {
      density[i] *= AT_0;
    }
  }
}
