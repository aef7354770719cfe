package org.automtl4j.train.balance.solver;

import java.util.Arrays;

/** The Euclidean projection onto the simplex, by sorting (Held, Wolfe, Crowder: Validation of subgradient optimization, 1974). */
public final class SimplexProjection {
  private SimplexProjection() {}

  /**
   * @param v any finite point; not changed
   * @return the nearest w with w &gt;= 0 and sum w = 1
   */
  public static double[] of(double[] v) {
    return of(v, 1);
  }

  /**
   * @param v any finite point; not changed
   * @param total what the weights are to sum to, at least 0: less than 1 where other tasks are absent, and keep theirs
   * @return the nearest w with w &gt;= 0 and sum w = total
   */
  public static double[] of(double[] v, double total) {
    // Counted from the largest: beside numbers of 1e17 a total of 1 would be lost.
    double largest = Arrays.stream(v).max().orElse(0);
    double[] sorted = Arrays.stream(v).map(x -> x - largest).sorted().toArray();
    double sum = 0;
    double shift = 0;
    for (int k = 1; k <= v.length; k++) {
      double value = sorted[v.length - k];
      sum += value;
      if (value - (sum - total) / k > 0) {
        shift = (sum - total) / k;
      }
    }
    double[] w = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      w[i] = Math.max(0, v[i] - largest - shift);
    }
    return w;
  }
}
