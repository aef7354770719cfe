package org.automtl4j.train.balance.solver;

/**
 * Finds w &gt; 0 with (G w)_i = w_i^(-1/alpha) for every i: the minimiser of w' G w / 2 - sum w^(1 - 1/alpha) / (1 - 1/alpha), of - sum log w for alpha = 1, which is strictly
 * convex. Newton's method with a line search, from w_i = G_ii^(-alpha / (1 + alpha)), the solution for rows at right angles. A ridge of 1e-12 of the diagonal makes a
 * solution exist where rows cancel.
 */
public final class FairPoint {
  private static final double RIDGE = 1e-12;
  private static final int ROUNDS = 500;
  private static final double CLOSE = 1e-15;

  private final double[][] g;
  private final double alpha;

  private FairPoint(double[][] g, double alpha) {
    this.g = g;
    this.alpha = alpha;
  }

  /**
   * @param gramian positive semidefinite, [n][n], with a diagonal greater than 0; not changed
   * @param alpha greater than 0
   * @return w, [n]
   */
  public static double[] of(double[][] gramian, double alpha) {
    double[][] ridged = new double[gramian.length][];
    for (int i = 0; i < ridged.length; i++) {
      ridged[i] = gramian[i].clone();
      ridged[i][i] *= 1 + RIDGE;
    }
    return new FairPoint(ridged, alpha).solve();
  }

  private double[] solve() {
    int n = g.length;
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      w[i] = Math.pow(g[i][i], -alpha / (1 + alpha));
    }
    double[] best = w;
    double least = Double.POSITIVE_INFINITY;
    int idle = 0;
    for (int round = 0; round < ROUNDS && idle < 4; round++) {
      double[] slope = slope(w);
      double error = error(w, slope);
      idle = error < least ? 0 : idle + (error < 1e-9 ? 1 : 0);
      if (error < least) {
        least = error;
        best = w;
      }
      if (error <= CLOSE) {
        break;
      }
      w = next(w, slope);
    }
    return best;
  }

  /** G w - w^(-1/alpha). */
  private double[] slope(double[] w) {
    double[] slope = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w.length; j++) {
        slope[i] += g[i][j] * w[j];
      }
      slope[i] -= Math.pow(w[i], -1 / alpha);
    }
    return slope;
  }

  private double error(double[] w, double[] slope) {
    double largest = 0;
    for (int i = 0; i < w.length; i++) {
      largest = Math.max(largest, Math.abs(slope[i]) * Math.pow(w[i], 1 / alpha));
    }
    return largest;
  }

  private double[] next(double[] w, double[] slope) {
    int n = w.length;
    double[][] h = new double[n][];
    double[] down = new double[n];
    for (int i = 0; i < n; i++) {
      h[i] = g[i].clone();
      h[i][i] += Math.pow(w[i], -1 / alpha - 1) / alpha;
      down[i] = -slope[i];
    }
    double[] step = Definite.solve(h, down);
    double length = 1;
    double descent = 0;
    for (int i = 0; i < n; i++) {
      length = step[i] < 0 ? Math.min(length, -0.9 * w[i] / step[i]) : length;
      descent += step[i] * slope[i];
    }
    double here = objective(w);
    double[] moved = move(w, step, length);
    while (objective(moved) > here + 1e-4 * length * descent + 1e-13 * Math.abs(here) && length > 1e-12) {
      length /= 2;
      moved = move(w, step, length);
    }
    return moved;
  }

  private static double[] move(double[] w, double[] step, double length) {
    double[] moved = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      moved[i] = w[i] + length * step[i];
    }
    return moved;
  }

  private double objective(double[] w) {
    double sum = 0;
    double power = 1 - 1 / alpha;
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w.length; j++) {
        sum += w[i] * g[i][j] * w[j] / 2;
      }
      sum -= power == 0 ? Math.log(w[i]) : Math.pow(w[i], power) / power;
    }
    return sum;
  }
}
