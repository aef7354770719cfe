package org.automtl4j.train.balance.solver;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations.
 *
 * @param values eigenvalues, in no order
 * @param vectors [n][n], column k belongs to value k
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
  private static final int SWEEPS = 60;

  /**
   * @param matrix symmetric, finite; not changed
   * @return its decomposition
   */
  public static SymmetricEigen of(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      v[i][i] = 1;
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          // Also where the product of the diagonal underflows: then there is nothing left to turn.
          if (Math.abs(a[p][q]) > 1e-17 * Math.sqrt(Math.abs(a[p][p])) * Math.sqrt(Math.abs(a[q][q])) && a[p][q] != 0) {
            rotate(a, v, p, q);
            rotated = true;
          }
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i][i];
    }
    return new SymmetricEigen(values, v);
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    double off = a[p][q];
    a[p][p] -= t * off;
    a[q][q] += t * off;
    a[p][q] = 0;
    a[q][p] = 0;
    for (int k = 0; k < a.length; k++) {
      if (k != p && k != q) {
        double kp = a[k][p];
        a[k][p] = c * kp - s * a[k][q];
        a[p][k] = a[k][p];
        a[k][q] = s * kp + c * a[k][q];
        a[q][k] = a[k][q];
      }
      double vp = v[k][p];
      v[k][p] = c * vp - s * v[k][q];
      v[k][q] = s * vp + c * v[k][q];
    }
  }

  /**
   * The matrix with a function of its eigenvalues in their place, times a vector.
   *
   * @param functionOfValues the function's values, [n]
   * @param x the vector
   * @return V diag(f) V' x
   */
  public double[] times(double[] functionOfValues, double[] x) {
    int n = x.length;
    double[] y = new double[n];
    for (int k = 0; k < n; k++) {
      if (functionOfValues[k] != 0) {
        double dot = 0;
        for (int i = 0; i < n; i++) {
          dot += vectors[i][k] * x[i];
        }
        for (int i = 0; i < n; i++) {
          y[i] += functionOfValues[k] * dot * vectors[i][k];
        }
      }
    }
    return y;
  }

  /** @return the largest eigenvalue; 0 of an empty matrix */
  public double largest() {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
