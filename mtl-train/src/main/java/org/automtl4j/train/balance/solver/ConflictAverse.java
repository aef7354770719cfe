package org.automtl4j.train.balance.solver;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The inner problem of CAGrad: the d with |d| &lt;= r that makes the smallest of g_i . (g0 + d) as large as possible, where g0 = J' b. It is d = J' t with t = lambda u, and u the
 * minimiser of lambda u' G u / 2 + (G b) . u over the simplex for the one lambda at which |t|_G = r: that length grows with lambda, and for u on the same tasks it
 * is the root of a quadratic.
 */
public final class ConflictAverse {
  private static final int ROUNDS = 400;
  private static final double ROUNDING = 1e-14;
  /** Lambdas above this, in units of r over the smallest norm, mean that |u|_G is 0 to the rounding of G. */
  private static final double FAR = 1e7;

  private final double[][] g;
  private final double[] gb;
  private final double radius;

  private ConflictAverse(double[][] g, double[] gb, double radius) {
    this.g = g;
    this.gb = gb;
    this.radius = radius;
  }

  /**
   * @param gramian G, [n][n]
   * @param b the weights whose sum of gradients is g0, [n]
   * @param radius r, at least 0
   * @return t, [n], none of it negative; zeros where no d is better than none
   */
  public static double[] of(double[][] gramian, double[] b, double radius) {
    double[] gb = new double[b.length];
    for (int i = 0; i < b.length; i++) {
      for (int j = 0; j < b.length; j++) {
        gb[i] += gramian[i][j] * b[j];
      }
    }
    return radius > 0 ? new ConflictAverse(gramian, gb, radius).solve() : new double[b.length];
  }

  private double[] solve() {
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < gb.length; i++) {
      smallest = g[i][i] > 0 ? Math.min(smallest, g[i][i]) : smallest;
    }
    double start = radius / Math.sqrt(smallest);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double lambda = start;
    double[] u = new double[gb.length];
    for (int round = 0; round < ROUNDS; round++) {
      u = at(lambda);
      double length = lambda * norm(u);
      if (length < radius) {
        low = lambda;
      } else {
        high = lambda;
      }
      double root = root(u, lambda);
      if (Math.abs(root - lambda) <= ROUNDING * lambda || high < Double.POSITIVE_INFINITY && high - low <= ROUNDING * high) {
        break;
      }
      if (root > low && root < high) {
        lambda = root;
      } else if (Double.isInfinite(high)) {
        lambda *= 16;
      } else {
        lambda = low == 0 ? lambda / 16 : Math.sqrt(low) * Math.sqrt(high);
      }
      if (lambda > FAR * start) {
        return new double[gb.length];
      }
    }
    double[] t = new double[u.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = lambda * u[i];
    }
    return t;
  }

  private double[] at(double lambda) {
    double[] linear = new double[gb.length];
    for (int i = 0; i < gb.length; i++) {
      linear[i] = gb[i] / lambda;
    }
    return ConvexQp.onSimplex(g, linear);
  }

  private double norm(double[] u) {
    return Math.sqrt(Math.max(0, form(u, u)));
  }

  private double form(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        sum += a[i] * g[i][j] * b[j];
      }
    }
    return sum;
  }

  /** With the tasks of u alone, u(lambda) = z + d / lambda, and |lambda z + d|_G = radius is quadratic in lambda. Not a number where it has no root. */
  private double root(double[] u, double lambda) {
    int anchor = -1;
    for (int i = 0; i < u.length; i++) {
      anchor = u[i] > 0 && (anchor < 0 || g[i][i] < g[anchor][anchor]) ? i : anchor;
    }
    int r = anchor;
    int[] others = IntStream.range(0, u.length).filter(i -> u[i] > 0 && i != r).toArray();
    double[][] h = new double[others.length][others.length];
    double[] slope = new double[others.length];
    for (int a = 0; a < others.length; a++) {
      slope[a] = gb[r] - gb[others[a]];
      for (int b = 0; b < others.length; b++) {
        h[a][b] = g[others[a]][others[b]] - g[others[a]][r] - g[r][others[b]] + g[r][r];
      }
    }
    double[] solution = Definite.solve(h, slope);
    double[] d = new double[u.length];
    for (int a = 0; a < others.length; a++) {
      d[others[a]] = solution[a];
      d[r] -= solution[a];
    }
    double[] z = Arrays.copyOf(u, u.length);
    for (int i = 0; i < z.length; i++) {
      z[i] -= d[i] / lambda;
    }
    double square = form(z, z);
    double middle = form(z, d);
    double rest = form(d, d) - radius * radius;
    double discriminant = middle * middle - square * rest;
    // The larger root, in the form that does not cancel.
    double root = Math.sqrt(discriminant);
    return middle > 0 ? -rest / (middle + root) : (root - middle) / square;
  }
}
