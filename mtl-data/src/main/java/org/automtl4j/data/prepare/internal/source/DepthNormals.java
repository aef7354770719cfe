package org.automtl4j.data.prepare.internal.source;

import java.util.Arrays;

/**
 * Surface normals from depth. Each pixel is put into space, P = z * ((u - cx) / fx, (v - cy) / fy, 1), and a plane n . (P - mean) = 0 is fitted by least
 * squares to the pixels of the window around it whose depth differs by at most {@value #SAME_SURFACE} of its own: n is the eigenvector of the smallest
 * eigenvalue of their covariance, turned towards the camera. Fewer than {@value #ENOUGH} such pixels, or pixels on a line, give no normal.
 *
 * @param fx focal length along a row, in pixels
 * @param fy focal length along a column, in pixels
 * @param cx optical centre, in pixels
 * @param cy optical centre, in pixels
 */
record DepthNormals(double fx, double fy, double cx, double cy) {
  /** The colour camera of NYUv2, as its owners' toolbox states it. */
  static final DepthNormals NYUV2 = new DepthNormals(518.85790117450188, 519.46961112127485, 325.58244941119034, 253.73616633400465);

  static final double SAME_SURFACE = 0.05;
  static final int ENOUGH = 6;
  private static final int REACH = 4;
  private static final int ROUNDS = 12;

  /**
   * @param depth [H, W] metres, 0 where unknown
   * @return [H, W, 3] unit vectors with x right, y down, z forward; (0, 0, 0) where there is none
   */
  float[] of(float[] depth, int height, int width) {
    float[] normals = new float[3 * height * width];
    double[] sums = new double[9];
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        double z = depth[v * width + u];
        if (z > 0 && gather(depth, height, width, v, u, z, sums) >= ENOUGH) {
          fit(sums, (u - cx) / fx, (v - cy) / fy, normals, 3 * (v * width + u));
        }
      }
    }
    return normals;
  }

  /** Sums of the neighbours' coordinates and their products, relative to the pixel itself; gives how many there are. */
  private int gather(float[] depth, int height, int width, int v, int u, double z, double[] sums) {
    Arrays.fill(sums, 0);
    double x = (u - cx) / fx * z;
    double y = (v - cy) / fy * z;
    int count = 0;
    for (int row = Math.max(v - REACH, 0); row <= Math.min(v + REACH, height - 1); row++) {
      for (int column = Math.max(u - REACH, 0); column <= Math.min(u + REACH, width - 1); column++) {
        double d = depth[row * width + column];
        if (d > 0 && Math.abs(d - z) <= SAME_SURFACE * z) {
          double dx = (column - cx) / fx * d - x;
          double dy = (row - cy) / fy * d - y;
          double dz = d - z;
          sums[0] += dx;
          sums[1] += dy;
          sums[2] += dz;
          sums[3] += dx * dx;
          sums[4] += dx * dy;
          sums[5] += dx * dz;
          sums[6] += dy * dy;
          sums[7] += dy * dz;
          sums[8] += dz * dz;
          count++;
        }
      }
    }
    for (int i = 0; i < 9; i++) {
      sums[i] /= Math.max(count, 1);
    }
    return count;
  }

  /** The smallest eigenvalue's vector of the covariance, by Jacobi's rotations. */
  private static void fit(double[] s, double rayX, double rayY, float[] normals, int at) {
    double[][] a = {
      {s[3] - s[0] * s[0], s[4] - s[0] * s[1], s[5] - s[0] * s[2]},
      {s[4] - s[0] * s[1], s[6] - s[1] * s[1], s[7] - s[1] * s[2]},
      {s[5] - s[0] * s[2], s[7] - s[1] * s[2], s[8] - s[2] * s[2]}
    };
    double[][] vectors = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int round = 0; round < ROUNDS; round++) {
      rotate(a, vectors, 0, 1);
      rotate(a, vectors, 0, 2);
      rotate(a, vectors, 1, 2);
    }
    int least = a[0][0] <= a[1][1] && a[0][0] <= a[2][2] ? 0 : a[1][1] <= a[2][2] ? 1 : 2;
    double middle = Math.min(a[(least + 1) % 3][(least + 1) % 3], a[(least + 2) % 3][(least + 2) % 3]);
    double largest = Math.max(a[(least + 1) % 3][(least + 1) % 3], a[(least + 2) % 3][(least + 2) % 3]);
    if (!(middle > 1e-6 * largest)) {
      return;
    }
    double x = vectors[0][least];
    double y = vectors[1][least];
    double z = vectors[2][least];
    double sign = x * rayX + y * rayY + z > 0 ? -1 : 1;
    normals[at] = (float) (sign * x);
    normals[at + 1] = (float) (sign * y);
    normals[at + 2] = (float) (sign * z);
  }

  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < 3; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = c * kp - s * kq;
      a[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < 3; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = c * pk - s * qk;
      a[q][k] = s * pk + c * qk;
      double vp = vectors[k][p];
      double vq = vectors[k][q];
      vectors[k][p] = c * vp - s * vq;
      vectors[k][q] = s * vp + c * vq;
    }
  }
}
