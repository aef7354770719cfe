package org.automtl4j.train.balance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.RandomStream;

/**
 * Gradients that balancing methods find hard, each with a loss a task.
 *
 * @param name what is hard about them
 * @param rows J, [T][D]
 * @param losses [T]
 */
record HardRows(String name, double[][] rows, double[] losses) {
  static final int WIDTH = 12;
  private static final List<Integer> TASKS = List.of(1, 2, 3, 5, 9);

  /** All kinds for all numbers of tasks. */
  static Stream<HardRows> all() {
    return TASKS.stream().flatMap(HardRows::of);
  }

  /** Without gradients of 0, and without tasks that differ by more than a factor of ten. */
  static Stream<HardRows> mild() {
    return all().filter(rows -> !rows.name.contains("zero") && !rows.name.contains("scales") && !rows.name.contains("weakly"));
  }

  private static Stream<HardRows> of(int tasks) {
    double[][] plain = gaussian(tasks, "plain");
    return Stream.of(
        named(tasks, "plain", plain),
        named(tasks, "opposed", opposed(tasks)),
        named(tasks, "zero", new double[tasks][WIDTH]),
        named(tasks, "one zero", IntStream.range(0, tasks).mapToObj(t -> t == tasks / 2 ? new double[WIDTH] : plain[t]).toArray(double[][]::new)),
        named(tasks, "rank one", IntStream.range(0, tasks).mapToObj(t -> times(plain[0], 1 + t)).toArray(double[][]::new)),
        named(tasks, "rank one, both ways", IntStream.range(0, tasks).mapToObj(t -> times(plain[0], t % 2 == 0 ? 1 + t : -1 - t)).toArray(double[][]::new)),
        named(tasks, "equal", IntStream.range(0, tasks).mapToObj(t -> plain[0]).toArray(double[][]::new)),
        named(tasks, "dependent", dependent(plain, 1)),
        named(tasks, "strongly stationary", dependent(plain, -1)),
        named(tasks, "weakly stationary", weakly(plain)),
        named(tasks, "scales of rows", IntStream.range(0, tasks).mapToObj(t -> times(plain[t], Math.pow(10, 20.0 * t / Math.max(1, tasks - 1) - 10))).toArray(double[][]::new)),
        named(tasks, "tiny", Arrays.stream(plain).map(row -> times(row, 1e-10)).toArray(double[][]::new)),
        named(tasks, "huge", Arrays.stream(plain).map(row -> times(row, 1e10)).toArray(double[][]::new)));
  }

  private static HardRows named(int tasks, String name, double[][] rows) {
    RandomStream random = RandomStream.of(tasks, "losses");
    return new HardRows(tasks + " tasks, " + name, rows, IntStream.range(0, tasks).mapToDouble(t -> Math.exp(random.nextGaussian())).toArray());
  }

  private static double[][] gaussian(int tasks, String name) {
    RandomStream random = RandomStream.of(tasks, name);
    return IntStream.range(0, tasks).mapToObj(t -> IntStream.range(0, WIDTH).mapToDouble(i -> random.nextGaussian()).toArray()).toArray(double[][]::new);
  }

  /** Every pair at an angle of more than a right one, as far as there is room for that. */
  private static double[][] opposed(int tasks) {
    double[][] rows = gaussian(tasks, "opposed");
    for (int d = 0; tasks > 1 && d < WIDTH; d++) {
      int column = d;
      double mean = Arrays.stream(rows).mapToDouble(row -> row[column]).average().orElse(0);
      for (double[] row : rows) {
        row[d] -= 0.95 * mean;
      }
    }
    return rows;
  }

  /** The last row is the sum of the others times a sign: with -1 the rows sum to 0. */
  private static double[][] dependent(double[][] plain, double sign) {
    double[][] rows = Arrays.stream(plain).map(double[]::clone).toArray(double[][]::new);
    for (int d = 0; d < WIDTH && plain.length > 1; d++) {
      int column = d;
      rows[plain.length - 1][d] = sign * IntStream.range(0, plain.length - 1).mapToDouble(t -> plain[t][column]).sum();
    }
    return plain.length > 1 ? rows : new double[1][WIDTH];
  }

  /** Two tasks are opposite, the others are not: J' w = 0 for some w, none of which is greater than 0 everywhere. */
  private static double[][] weakly(double[][] plain) {
    double[][] rows = Arrays.stream(plain).map(double[]::clone).toArray(double[][]::new);
    if (plain.length > 1) {
      rows[1] = times(rows[0], -2);
    }
    return rows;
  }

  static double[] times(double[] row, double factor) {
    return Arrays.stream(row).map(x -> x * factor).toArray();
  }

  /** With each row times its factor. */
  HardRows scaled(double[] factors) {
    return new HardRows(name, IntStream.range(0, rows.length).mapToObj(t -> times(rows[t], factors[t])).toArray(double[][]::new), losses);
  }

  HardRows scaled(double factor) {
    double[] factors = losses.clone();
    Arrays.fill(factors, factor);
    return scaled(factors);
  }

  /** With other losses. */
  HardRows with(double[] others) {
    return new HardRows(name, rows, others);
  }

  /** Task {@code order[t]} in place t. */
  HardRows permuted(int[] order) {
    return new HardRows(name, Arrays.stream(order).mapToObj(t -> rows[t]).toArray(double[][]::new), Arrays.stream(order).mapToDouble(t -> losses[t]).toArray());
  }

  /** Whether some combination of the rows with weights of at least 0 vanishes. */
  boolean cancels() {
    return name.contains("stationary") || name.contains("both ways") || name.contains("zero") || tasks() == 1 && name.contains("dependent");
  }

  /** The length of a combination's parts: what rounding is relative to. */
  double parts(double[] w) {
    return IntStream.range(0, w.length).mapToDouble(t -> Math.abs(w[t]) * norm(rows[t])).sum();
  }

  /** The largest norm of a row. */
  double size() {
    return Arrays.stream(rows).mapToDouble(HardRows::norm).max().orElse(0);
  }

  static double norm(double[] row) {
    return Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
  }

  static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  int tasks() {
    return rows.length;
  }

  @Override
  public String toString() {
    return name;
  }
}
