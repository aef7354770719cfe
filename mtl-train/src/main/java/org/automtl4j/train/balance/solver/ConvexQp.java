package org.automtl4j.train.balance.solver;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Minimises u' Q u / 2 + q' u over u that are not negative, or over the simplex, by an active-set method (Lawson, Hanson: Solving least squares problems, 1974;
 * Wolfe: Finding the nearest point in a polytope, 1976). Q is positive semidefinite, and the minimum has to exist. On the simplex the step of one variable, that of
 * the smallest diagonal element, follows from those of the others, so that neither rows that depend on each other nor scales that differ by many orders do harm.
 */
public final class ConvexQp {
  private static final double ROUNDING = 1e-14;
  private static final int REFINEMENTS = 2;

  private final double[][] q;
  private final double[] linear;
  private final boolean simplex;
  private final double[] u;
  private final boolean[] free;
  private final boolean[] refused;

  private ConvexQp(double[][] q, double[] linear, boolean simplex) {
    this.q = q;
    this.linear = linear;
    this.simplex = simplex;
    this.u = new double[linear.length];
    this.free = new boolean[linear.length];
    this.refused = new boolean[linear.length];
  }

  /**
   * @param q Q, [n][n], symmetric
   * @param linear q, [n]
   * @return the minimiser over u &gt;= 0, sum u = 1
   */
  public static double[] onSimplex(double[][] q, double[] linear) {
    ConvexQp problem = new ConvexQp(q, linear, true);
    int start = 0;
    for (int i = 1; i < linear.length; i++) {
      start = q[i][i] / 2 + linear[i] < q[start][start] / 2 + linear[start] ? i : start;
    }
    problem.u[start] = 1;
    problem.free[start] = true;
    return problem.solve();
  }

  /**
   * @param q Q, [n][n], symmetric
   * @param linear q, [n]; 0 where Q has a row of zeros
   * @return the minimiser over u &gt;= 0
   */
  public static double[] nonNegative(double[][] q, double[] linear) {
    return new ConvexQp(q, linear, false).solve();
  }

  private double[] solve() {
    int rounds = 20 * (linear.length + 1);
    for (int round = 0; round < rounds; round++) {
      int next = mostWanted();
      if (next < 0) {
        break;
      }
      free[next] = true;
      boolean moved = descend();
      if (moved) {
        Arrays.fill(refused, false);
      }
      refused[next] = !free[next];
    }
    for (int i = 0; i < REFINEMENTS; i++) {
      descend();
    }
    return u;
  }

  /** The variable at its bound that would lower the objective most, relative to the rounding of its derivative; -1 where none would. */
  private int mostWanted() {
    double level = 0;
    if (simplex) {
      for (int i = 0; i < u.length; i++) {
        level += u[i] * gradient(i);
      }
    }
    int best = -1;
    double most = ROUNDING;
    for (int i = 0; i < u.length; i++) {
      if (!free[i] && !refused[i]) {
        double size = Math.abs(linear[i]) + Math.abs(level);
        for (int j = 0; j < u.length; j++) {
          size += Math.abs(q[i][j]) * u[j];
        }
        double gain = size > 0 ? (level - gradient(i)) / size : 0;
        if (gain > most) {
          most = gain;
          best = i;
        }
      }
    }
    return best;
  }

  private double gradient(int i) {
    double sum = linear[i];
    for (int j = 0; j < u.length; j++) {
      sum += q[i][j] * u[j];
    }
    return sum;
  }

  /** Goes to the minimum over the free variables, on the way there fixing those that reach 0. Tells whether anything has moved. */
  private boolean descend() {
    boolean moved = false;
    while (true) {
      double[] step = step();
      double length = 1;
      int blocking = -1;
      for (int i = 0; i < u.length; i++) {
        if (free[i] && step[i] < 0 && -u[i] / step[i] < length) {
          length = -u[i] / step[i];
          blocking = i;
        }
      }
      for (int i = 0; i < u.length; i++) {
        u[i] = Math.max(0, u[i] + length * step[i]);
        moved |= length * step[i] != 0;
      }
      if (blocking < 0) {
        return moved;
      }
      u[blocking] = 0;
      free[blocking] = false;
    }
  }

  private double[] step() {
    int anchor = simplex ? anchor() : -1;
    int[] moving = IntStream.range(0, u.length).filter(i -> free[i] && i != anchor).toArray();
    double[][] h = new double[moving.length][moving.length];
    double[] slope = new double[moving.length];
    for (int a = 0; a < moving.length; a++) {
      int i = moving[a];
      slope[a] = -gradient(i) + (anchor < 0 ? 0 : gradient(anchor));
      for (int b = 0; b < moving.length; b++) {
        int j = moving[b];
        h[a][b] = anchor < 0 ? q[i][j] : q[i][j] - q[i][anchor] - q[anchor][j] + q[anchor][anchor];
      }
    }
    double[] solution = Definite.solve(h, slope);
    double[] step = new double[u.length];
    for (int a = 0; a < moving.length; a++) {
      step[moving[a]] = solution[a];
      if (anchor >= 0) {
        step[anchor] -= solution[a];
      }
    }
    return step;
  }

  private int anchor() {
    int anchor = -1;
    for (int i = 0; i < u.length; i++) {
      anchor = free[i] && (anchor < 0 || q[i][i] < q[anchor][anchor]) ? i : anchor;
    }
    return anchor;
  }
}
