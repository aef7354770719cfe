package org.automtl4j.train.balance.solver;

import java.util.Arrays;

/** The softmax and its derivative. */
public final class Softmax {
  private Softmax() {}

  /**
   * @param v logits; at least one, none of them infinite or not a number
   * @return exp(v) / sum exp(v)
   */
  public static double[] of(double[] v) {
    double largest = Arrays.stream(v).max().orElse(0);
    double[] w = new double[v.length];
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      w[i] = Math.exp(v[i] - largest);
      sum += w[i];
    }
    for (int i = 0; i < v.length; i++) {
      w[i] /= sum;
    }
    return w;
  }

  /**
   * The derivative times a vector, which is symmetric: s'(v) d = s (d - s . d).
   *
   * @param s what {@link #of} gave
   * @param d a vector
   * @return s'(v) d
   */
  public static double[] derivative(double[] s, double[] d) {
    double mean = 0;
    for (int i = 0; i < s.length; i++) {
      mean += s[i] * d[i];
    }
    double[] out = new double[s.length];
    for (int i = 0; i < s.length; i++) {
      out[i] = s[i] * (d[i] - mean);
    }
    return out;
  }
}
