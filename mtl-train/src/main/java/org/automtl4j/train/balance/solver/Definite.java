package org.automtl4j.train.balance.solver;

/** Solves symmetric systems whose matrix is positive definite, or nearly so, by Cholesky's decomposition. */
final class Definite {
  /** Where a pivot of the matrix with a unit diagonal is below this it is taken for 0: the solution goes far along that direction, but stays finite. */
  private static final double LEAST = 1e-15;

  private Definite() {}

  /**
   * @param a positive semidefinite, symmetric; not changed
   * @param b the right-hand side; not changed
   * @return x with a x = b
   */
  static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      scale[i] = a[i][i] > 0 ? 1 / Math.sqrt(a[i][i]) : 1;
    }
    double[][] root = root(a, scale);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = b[i] * scale[i];
      for (int k = 0; k < i; k++) {
        sum -= root[i][k] * x[k];
      }
      x[i] = sum / root[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < n; k++) {
        sum -= root[k][i] * x[k];
      }
      x[i] = sum / root[i][i];
    }
    for (int i = 0; i < n; i++) {
      x[i] *= scale[i];
    }
    return x;
  }

  private static double[][] root(double[][] a, double[] scale) {
    int n = scale.length;
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j] * scale[i] * scale[j];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(Math.max(sum, LEAST)) : sum / root[j][j];
      }
    }
    return root;
  }
}
