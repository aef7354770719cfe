package org.automtl4j.train.balance.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The solvers beside an oracle that tries every support, and beside what defines a solution. */
class SolversTest {

  /** A problem: Q = A A' of so many rows and columns with rows of other scales, and q. */
  record Problem(String name, double[][] q, double[] linear) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Problem> problems() {
    return IntStream.range(0, 120).mapToObj(k -> {
      RandomStream random = RandomStream.of(k, "problem");
      int n = 1 + k % 8;
      int rank = Math.max(1, n - k % 3);
      double[][] a = new double[n][rank];
      for (int i = 0; i < n; i++) {
        double scale = k % 5 == 0 ? Math.pow(10, random.uniform(-4, 4)) : 1;
        for (int j = 0; j < rank; j++) {
          a[i][j] = scale * random.nextGaussian();
        }
      }
      double[][] q = new double[n][n];
      double[] linear = new double[n];
      double[] inside = random(random, rank);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          q[i][j] = dot(a[i], a[j]);
        }
        linear[i] = k % 2 == 0 ? 0 : dot(a[i], inside); // in the range of Q, so that there is a minimum
      }
      return new Problem("problem " + k + ", " + n + " variables of rank " + rank, q, linear);
    });
  }

  private static double[] random(RandomStream random, int n) {
    return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double[] times(double[][] q, double[] u) {
    return Arrays.stream(q).mapToDouble(row -> dot(row, u)).toArray();
  }

  private static double objective(Problem p, double[] u) {
    return dot(u, times(p.q, u)) / 2 + dot(p.linear, u);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void onTheSimplexNoVertexWouldBeBetter(Problem p) {
    double[] u = ConvexQp.onSimplex(p.q, p.linear);
    double[] slope = IntStream.range(0, u.length).mapToDouble(i -> times(p.q, u)[i] + p.linear[i]).toArray();
    double level = dot(u, slope);
    assertThat(Arrays.stream(u).sum()).isCloseTo(1, within(1e-12));
    for (int i = 0; i < u.length; i++) {
      double size = dot(Arrays.stream(p.q[i]).map(Math::abs).toArray(), u) + Math.abs(p.linear[i]) + Math.abs(level);
      assertThat(u[i]).isNotNegative();
      assertThat(slope[i]).isGreaterThanOrEqualTo(level - 1e-9 * size);
    }
  }

  /** Convex: what cannot be improved in the direction of any vertex is the minimum; so it is not above that of any support. */
  @ParameterizedTest
  @MethodSource("problems")
  void onTheSimplexNoSupportHasALowerMinimum(Problem p) {
    double found = objective(p, ConvexQp.onSimplex(p.q, p.linear));
    int n = p.linear.length;
    for (int mask = 1; mask < 1 << n; mask++) {
      int support = mask;
      int[] on = IntStream.range(0, n).filter(i -> (support >> i & 1) == 1).toArray();
      double[] u = affine(p, on);
      if (Arrays.stream(u).allMatch(x -> x >= 0)) {
        double size = IntStream.of(on).mapToDouble(i -> Math.abs(p.q[i][i]) * u[i] + Math.abs(p.linear[i])).sum();
        assertThat(found).isLessThanOrEqualTo(objective(p, u) + 1e-9 * size);
      }
    }
  }

  /** The minimum of the plane through some vertices, by elimination of the first of them. */
  private static double[] affine(Problem p, int[] on) {
    int first = on[0];
    int m = on.length - 1;
    double[][] h = new double[m][m];
    double[] slope = new double[m];
    for (int a = 0; a < m; a++) {
      int i = on[a + 1];
      slope[a] = p.q[first][first] + p.linear[first] - p.q[i][first] - p.linear[i];
      for (int b = 0; b < m; b++) {
        int j = on[b + 1];
        h[a][b] = p.q[i][j] - p.q[i][first] - p.q[first][j] + p.q[first][first];
      }
    }
    double[] x = Definite.solve(h, slope);
    double[] u = new double[p.linear.length];
    u[first] = 1;
    for (int a = 0; a < m; a++) {
      u[on[a + 1]] = x[a];
      u[first] -= x[a];
    }
    return u;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aboveZeroTheSlopeVanishesAndAtZeroItPointsUp(Problem p) {
    double[] u = ConvexQp.nonNegative(p.q, p.linear);
    for (int i = 0; i < u.length; i++) {
      double size = dot(Arrays.stream(p.q[i]).map(Math::abs).toArray(), u) + Math.abs(p.linear[i]);
      double slope = times(p.q, u)[i] + p.linear[i];
      assertThat(u[i]).isNotNegative();
      assertThat(slope).isGreaterThanOrEqualTo(-1e-8 * size);
      if (u[i] > 0) {
        assertThat(slope).isLessThanOrEqualTo(1e-8 * size);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void eigenvectorsAreOrthonormalAndRebuildTheMatrix(Problem p) {
    SymmetricEigen eigen = SymmetricEigen.of(p.q);
    double size = Arrays.stream(p.q).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    for (int i = 0; i < p.q.length; i++) {
      double[] unit = new double[p.q.length];
      unit[i] = 1;
      double[] row = eigen.times(eigen.values(), unit);
      double[] same = eigen.times(Arrays.stream(eigen.values()).map(x -> 1).toArray(), unit);
      for (int j = 0; j < row.length; j++) {
        assertThat(row[j]).isCloseTo(p.q[i][j], within(1e-12 * size));
        assertThat(same[j]).isCloseTo(unit[j], within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void noPointOfTheSimplexIsNearerThanTheProjection(Problem p) {
    double[] v = p.q[0];
    double[] w = SimplexProjection.of(v);
    double size = 1 + Arrays.stream(v).map(Math::abs).max().orElse(0);
    assertThat(Arrays.stream(w).sum()).isCloseTo(1, within(1e-12 * size));
    for (int i = 0; i < w.length; i++) {
      // (v - w) . (e_i - w) <= 0 for every vertex.
      double[] apart = IntStream.range(0, w.length).mapToDouble(j -> v[j] - w[j]).toArray();
      assertThat(w[i]).isNotNegative();
      assertThat(apart[i] - dot(apart, w)).isLessThanOrEqualTo(1e-9 * size);
    }
  }
}
