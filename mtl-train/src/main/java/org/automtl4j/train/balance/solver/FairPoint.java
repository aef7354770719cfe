package org.automtl4j.train.balance.solver;

/**
 * Finds w &gt; 0 with (G w)_i = w_i^(-1/alpha) for every i: the minimiser of w' G w / 2 - sum w^(1 - 1/alpha) / (1 - 1/alpha), of - sum log w for alpha = 1, which is strictly
 * convex. Newton's method with a line search. Where tasks differ in scale by orders, the second term is that of equal tasks at first, and becomes the true one in steps, each of which begins
 * at the solution of the step before. A ridge of 1e-12 of the diagonal makes a solution exist where rows cancel.
 */
public final class FairPoint {
  private static final double RIDGE = 1e-12;
  /** By how much the second term of one task may change against another's at once. */
  private static final double STRIDE = 30;
  private static final int ROUNDS = 200;
  private static final double SHORTEST = 0.02;
  private static final double CLOSE = 1e-15;

  private final double[][] g;
  private final double alpha;
  private final double[] share;

  private FairPoint(double[][] g, double alpha) {
    this.g = g;
    this.alpha = alpha;
    this.share = new double[g.length];
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
    double power = 1 - 1 / alpha;
    double[] w = new double[n];
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < n; i++) {
      double norm = Math.sqrt(g[i][i]);
      w[i] = 1 / norm;
      least = Math.min(least, norm);
      most = Math.max(most, norm);
    }
    double middle = Math.sqrt(least) * Math.sqrt(most);
    int steps = (int) Math.ceil(Math.abs(power) * Math.log(most / least) / Math.log(STRIDE));
    for (int step = 0; step <= steps; step++) {
      double left = 1 - (step + 1.0) / (steps + 1);
      for (int i = 0; i < n; i++) {
        share[i] = Math.pow(Math.sqrt(g[i][i]) / middle, power * left);
      }
      w = newton(w);
    }
    return w;
  }

  private double[] newton(double[] start) {
    double[] w = start;
    double[] best = w;
    double smallest = Double.POSITIVE_INFINITY;
    int idle = 0;
    for (int round = 0; round < ROUNDS && idle < 4; round++) {
      double[] slope = slope(w);
      double error = error(w, slope);
      idle = error < smallest ? 0 : idle + (error < 1e-9 ? 1 : 0);
      if (error < smallest) {
        smallest = error;
        best = w;
      }
      if (error <= CLOSE) {
        break;
      }
      w = next(w, slope);
    }
    return best;
  }

  /** G w - share w^(-1/alpha). */
  private double[] slope(double[] w) {
    double[] slope = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w.length; j++) {
        slope[i] += g[i][j] * w[j];
      }
      slope[i] -= share[i] * Math.pow(w[i], -1 / alpha);
    }
    return slope;
  }

  private double error(double[] w, double[] slope) {
    double largest = 0;
    for (int i = 0; i < w.length; i++) {
      largest = Math.max(largest, Math.abs(slope[i]) * Math.pow(w[i], 1 / alpha) / share[i]);
    }
    return largest;
  }

  private double[] next(double[] w, double[] slope) {
    int n = w.length;
    double[][] h = new double[n][];
    double[] down = new double[n];
    for (int i = 0; i < n; i++) {
      h[i] = g[i].clone();
      h[i][i] += share[i] * Math.pow(w[i], -1 / alpha - 1) / alpha;
      down[i] = -slope[i];
    }
    double[] step = Definite.solve(h, down);
    double length = 1;
    double descent = 0;
    double change = 0;
    for (int i = 0; i < n; i++) {
      change = Math.max(change, Math.abs(step[i]) / w[i]);
      length = step[i] < 0 ? Math.min(length, -0.9 * w[i] / step[i]) : length;
      descent += step[i] * slope[i];
    }
    double here = objective(w);
    double error = error(w, slope);
    double[] moved = move(w, step, length);
    // Near the solution differences of the objective are rounding, while the equation's error still falls.
    while (objective(moved) > here + 1e-4 * length * descent && error(moved, slope(moved)) > 0.9 * error && length > SHORTEST) {
      length /= 2;
      moved = move(w, step, length);
    }
    // Beside tasks of far larger scale neither may tell that a step is good for a small one: then no weight may more than double.
    return length > SHORTEST ? moved : move(w, step, 1 / (1 + change));
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
      sum -= share[i] * (power == 0 ? Math.log(w[i]) : Math.pow(w[i], power) / power);
    }
    return sum;
  }
}
