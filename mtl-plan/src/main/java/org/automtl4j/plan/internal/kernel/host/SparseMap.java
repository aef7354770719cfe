package org.automtl4j.plan.internal.kernel.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A matrix most of whose numbers are 0, applied to rows of numbers: each row of the result is a sum of some rows with factors.
 */
public final class SparseMap {
  private final int columns;
  private final int[] begin;
  private final int[] index;
  private final double[] factor;

  private SparseMap(int columns, int[] begin, int[] index, double[] factor) {
    this.columns = columns;
    this.begin = begin;
    this.index = index;
    this.factor = factor;
  }

  /**
   * @param rows for each row the columns that are not 0, with their numbers
   * @param columns how many columns there are
   * @return the matrix
   */
  public static SparseMap of(List<SortedMap<Integer, Double>> rows, int columns) {
    int[] begin = new int[rows.size() + 1];
    for (int r = 0; r < rows.size(); r++) {
      begin[r + 1] = begin[r] + rows.get(r).size();
    }
    int[] index = rows.stream().flatMap(r -> r.keySet().stream()).mapToInt(Integer::intValue).toArray();
    double[] factor = rows.stream().flatMap(r -> r.values().stream()).mapToDouble(Double::doubleValue).toArray();
    return new SparseMap(columns, begin, index, factor);
  }

  /** @return how many rows there are */
  public int rows() {
    return begin.length - 1;
  }

  /** @return how many columns there are */
  public int columns() {
    return columns;
  }

  /**
   * @param row the number of a row
   * @return its columns that are not 0, with their numbers
   */
  public SortedMap<Integer, Double> row(int row) {
    SortedMap<Integer, Double> entries = new TreeMap<>();
    for (int k = begin[row]; k < begin[row + 1]; k++) {
      entries.put(index[k], factor[k]);
    }
    return entries;
  }

  /** The rows of several maps, one after the other. */
  static SparseMap stacked(List<SparseMap> maps) {
    List<SortedMap<Integer, Double>> rows = new ArrayList<>();
    maps.forEach(m -> IntStream.range(0, m.rows()).forEach(r -> rows.add(m.row(r))));
    return of(rows, maps.get(0).columns);
  }

  SparseMap transposed() {
    List<SortedMap<Integer, Double>> turned = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      turned.add(new TreeMap<>());
    }
    for (int r = 0; r < rows(); r++) {
      for (int k = begin[r]; k < begin[r + 1]; k++) {
        turned.get(index[k]).put(r, factor[k]);
      }
    }
    return of(turned, rows());
  }

  /** The smallest column of a row that is not 0; the number of columns if there is none. */
  int first(int row) {
    return begin[row] == begin[row + 1] ? columns : index[begin[row]];
  }

  /**
   * Sums some rows of numbers with the factors of one row of the matrix. Each row of numbers is an array of its own: only sums of numbers with the same index in
   * all arrays are surely computed several at a time by the JVM.
   *
   * @param row the row of the matrix
   * @param source holds the rows of numbers: the one of column c has the place first + c step
   * @param first the place of column 0
   * @param step from one column's place to the next one's
   * @param target takes the sum, another array
   * @param length how many numbers
   */
  void sum(int row, float[][] source, int first, int step, float[] target, int length) {
    int k = begin[row];
    int end = begin[row + 1];
    if (k == end) {
      Arrays.fill(target, 0, length, 0);
    } else {
      k += set(source, first, step, k, end - k, target, length);
      while (k < end) {
        k += add(source, first, step, k, end - k, target, length);
      }
    }
  }

  /** Adds a row of numbers, with the factors of one row of the matrix, to the rows of its columns, which lie as in {@link #sum}. */
  void give(int row, float[] source, float[][] target, int first, int step, int length) {
    for (int k = begin[row]; k < begin[row + 1]; k++) {
      float[] t = target[first + index[k] * step];
      float f = (float) factor[k];
      for (int i = 0; i < length; i++) {
        t[i] += f * source[i];
      }
    }
  }

  /** Writes the sum of the first summands. */
  private int set(float[][] source, int first, int step, int k, int count, float[] t, int length) {
    float[] a = source[first + index[k] * step];
    float fa = (float) factor[k];
    if (count == 1) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i];
      }
      return 1;
    }
    float[] b = source[first + index[k + 1] * step];
    float fb = (float) factor[k + 1];
    if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i] + fb * b[i];
      }
      return 2;
    }
    float[] c = source[first + index[k + 2] * step];
    float fc = (float) factor[k + 2];
    if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i] + fb * b[i] + fc * c[i];
      }
      return 3;
    }
    float[] d = source[first + index[k + 3] * step];
    float fd = (float) factor[k + 3];
    if (count == 4) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
      }
      return 4;
    }
    float[] e = source[first + index[k + 4] * step];
    float fe = (float) factor[k + 4];
    for (int i = 0; i < length; i++) {
      t[i] = fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i] + fe * e[i];
    }
    return 5;
  }

  /** Adds the next summands, four at most. */
  private int add(float[][] source, int first, int step, int k, int count, float[] t, int length) {
    float[] a = source[first + index[k] * step];
    float fa = (float) factor[k];
    if (count == 1) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i];
      }
      return 1;
    }
    float[] b = source[first + index[k + 1] * step];
    float fb = (float) factor[k + 1];
    if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i] + fb * b[i];
      }
      return 2;
    }
    float[] c = source[first + index[k + 2] * step];
    float fc = (float) factor[k + 2];
    if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i] + fb * b[i] + fc * c[i];
      }
      return 3;
    }
    float[] d = source[first + index[k + 3] * step];
    float fd = (float) factor[k + 3];
    for (int i = 0; i < length; i++) {
      t[i] += fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
    }
    return 4;
  }
}
