package org.automtl4j.data.prepare.internal.source;

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
    double[] rayX = rays(width, cx, fx);
    double[] rayY = rays(height, cy, fy);
    double[] sums = new double[9];
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        double z = depth[v * width + u];
        if (z > 0 && gather(depth, rayX, rayY, v, u, z, sums) >= ENOUGH) {
          fit(sums, rayX[u], rayY[v], normals, 3 * (v * width + u));
        }
      }
    }
    return normals;
  }

  private static double[] rays(int size, double centre, double focalLength) {
    double[] rays = new double[size];
    for (int i = 0; i < size; i++) {
      rays[i] = (i - centre) / focalLength;
    }
    return rays;
  }

  /** Sums of the neighbours' coordinates and their products, relative to the pixel itself; gives how many there are. */
  private static int gather(float[] depth, double[] rayX, double[] rayY, int v, int u, double z, double[] sums) {
    double x = rayX[u] * z;
    double y = rayY[v] * z;
    double sx = 0;
    double sy = 0;
    double sz = 0;
    double xx = 0;
    double xy = 0;
    double xz = 0;
    double yy = 0;
    double yz = 0;
    double zz = 0;
    int count = 0;
    int width = rayX.length;
    int lastRow = Math.min(v + REACH, rayY.length - 1);
    int lastColumn = Math.min(u + REACH, width - 1);
    for (int row = Math.max(v - REACH, 0); row <= lastRow; row++) {
      for (int column = Math.max(u - REACH, 0); column <= lastColumn; column++) {
        double d = depth[row * width + column];
        if (d > 0 && Math.abs(d - z) <= SAME_SURFACE * z) {
          double dx = rayX[column] * d - x;
          double dy = rayY[row] * d - y;
          double dz = d - z;
          sx += dx;
          sy += dy;
          sz += dz;
          xx += dx * dx;
          xy += dx * dy;
          xz += dx * dz;
          yy += dy * dy;
          yz += dy * dz;
          zz += dz * dz;
          count++;
        }
      }
    }
    double n = Math.max(count, 1);
    sums[0] = sx / n;
    sums[1] = sy / n;
    sums[2] = sz / n;
    sums[3] = xx / n;
    sums[4] = xy / n;
    sums[5] = xz / n;
    sums[6] = yy / n;
    sums[7] = yz / n;
    sums[8] = zz / n;
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
