package org.automtl4j.train.balance.method;

import java.util.stream.IntStream;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.solver.ConvexQp;

/** What keeps the matrix of a projection regular when gradients depend on each other. */
public enum Ridge {
  /** R = G / trace G + epsilon I, as published. A task whose squared norm is below epsilon trace G is drowned: the result may be opposed to it. */
  TRACE,
  /** R = G + epsilon diag G, which keeps its promise at any scale of single tasks. */
  ROWS;

  double[][] of(Gramian gramian, double epsilon) {
    double trace = IntStream.range(0, gramian.size()).mapToDouble(i -> gramian.at(i, i)).sum();
    double[][] r = gramian.toArray();
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < r.length; j++) {
        r[i][j] = this == TRACE && trace > 0 ? r[i][j] / trace : r[i][j];
      }
      r[i][i] = this == TRACE ? r[i][i] + epsilon : r[i][i] * (1 + epsilon);
    }
    return r;
  }

  /** The minimiser of v' R v over v &gt;= bound. */
  static double[] project(double[][] r, double[] bound) {
    double[] linear = new double[bound.length];
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < r.length; j++) {
        linear[i] += r[i][j] * bound[j];
      }
    }
    double[] above = ConvexQp.nonNegative(r, linear);
    for (int i = 0; i < above.length; i++) {
      above[i] += bound[i];
    }
    return above;
  }
}
