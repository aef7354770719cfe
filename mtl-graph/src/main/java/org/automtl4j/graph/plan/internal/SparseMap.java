package org.automtl4j.graph.plan.internal;

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
  /** How many summands are added in one go over the numbers. */
  private static final int AT_ONCE = 4;

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

  /**
   * Applies the matrix to rows of numbers. Each row is an array of its own: only sums of numbers with the same index in all arrays are surely computed several
   * at a time by the JVM.
   *
   * @param source the rows
   * @param target takes the results, other arrays
   * @param length of a row
   * @param onto whether the results are added to what is there
   */
  void apply(float[][] source, float[][] target, int length, boolean onto) {
    for (int r = 0; r + 1 < begin.length; r++) {
      int k = begin[r];
      int end = begin[r + 1];
      if (k == end && !onto) {
        Arrays.fill(target[r], 0, length, 0);
      }
      for (boolean more = onto; k < end; more = true) {
        int count = Math.min(AT_ONCE, end - k);
        if (more) {
          add(source, k, count, target[r], length);
        } else {
          set(source, k, count, target[r], length);
        }
        k += count;
      }
    }
  }

  private void set(float[][] source, int k, int count, float[] t, int length) {
    float[] a = source[index[k]];
    float fa = (float) factor[k];
    if (count == 1 && fa == 1) {
      System.arraycopy(a, 0, t, 0, length);
    } else if (count == 1) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i];
      }
    } else {
      setSeveral(source, k, count, t, length);
    }
  }

  private void setSeveral(float[][] source, int k, int count, float[] t, int length) {
    float[] a = source[index[k]];
    float[] b = source[index[k + 1]];
    float fa = (float) factor[k];
    float fb = (float) factor[k + 1];
    if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i] + fb * b[i];
      }
      return;
    }
    float[] c = source[index[k + 2]];
    float fc = (float) factor[k + 2];
    if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i] + fb * b[i] + fc * c[i];
      }
      return;
    }
    float[] d = source[index[k + 3]];
    float fd = (float) factor[k + 3];
    for (int i = 0; i < length; i++) {
      t[i] = fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
    }
  }

  private void add(float[][] source, int k, int count, float[] t, int length) {
    float[] a = source[index[k]];
    float fa = (float) factor[k];
    if (count == 1) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i];
      }
      return;
    }
    float[] b = source[index[k + 1]];
    float fb = (float) factor[k + 1];
    if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i] + fb * b[i];
      }
      return;
    }
    float[] c = source[index[k + 2]];
    float fc = (float) factor[k + 2];
    if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i] + fb * b[i] + fc * c[i];
      }
      return;
    }
    float[] d = source[index[k + 3]];
    float fd = (float) factor[k + 3];
    for (int i = 0; i < length; i++) {
      t[i] += fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
    }
  }
}
