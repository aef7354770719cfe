package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A matrix most of whose numbers are 0, applied to rows of numbers: each row of the result is a sum of some rows with factors.
 */
public final class SparseMap {
  /** How many summands are added in one go over the numbers. */
  private static final int AT_ONCE = 4;

  private final List<SortedMap<Integer, Double>> rows;
  private final int columns;
  private final int[] begin;
  private final int[] index;
  private final float[] factor;

  /**
   * @param rows for each row the columns that are not 0, with their numbers
   * @param columns how many columns there are
   */
  public SparseMap(List<SortedMap<Integer, Double>> rows, int columns) {
    this.rows = List.copyOf(rows);
    this.columns = columns;
    this.begin = new int[rows.size() + 1];
    int length = rows.stream().mapToInt(Map::size).sum();
    this.index = new int[length];
    this.factor = new float[length];
    int at = 0;
    for (int r = 0; r < rows.size(); r++) {
      for (Map.Entry<Integer, Double> entry : rows.get(r).entrySet()) {
        index[at] = entry.getKey();
        factor[at++] = entry.getValue().floatValue();
      }
      begin[r + 1] = at;
    }
  }

  /** @return how many rows there are */
  public int rows() {
    return rows.size();
  }

  /** @return how many columns there are */
  public int columns() {
    return columns;
  }

  /**
   * @param row the number of a row
   * @return its columns that are not 0, with their numbers
   */
  public Map<Integer, Double> row(int row) {
    return Collections.unmodifiableMap(rows.get(row));
  }

  /** The rows of several maps, one after the other. */
  static SparseMap stacked(List<SparseMap> maps) {
    return new SparseMap(maps.stream().flatMap(m -> m.rows.stream()).toList(), maps.get(0).columns);
  }

  SparseMap transposed() {
    List<SortedMap<Integer, Double>> turned = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      turned.add(new TreeMap<>());
    }
    for (int r = 0; r < rows.size(); r++) {
      int row = r;
      rows.get(r).forEach((column, number) -> turned.get(column).put(row, number));
    }
    return new SparseMap(turned, rows.size());
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
    float fa = factor[k];
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
    float fa = factor[k];
    float fb = factor[k + 1];
    if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i] + fb * b[i];
      }
      return;
    }
    float[] c = source[index[k + 2]];
    float fc = factor[k + 2];
    if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[i] = fa * a[i] + fb * b[i] + fc * c[i];
      }
      return;
    }
    float[] d = source[index[k + 3]];
    float fd = factor[k + 3];
    for (int i = 0; i < length; i++) {
      t[i] = fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
    }
  }

  private void add(float[][] source, int k, int count, float[] t, int length) {
    float[] a = source[index[k]];
    float fa = factor[k];
    if (count == 1) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i];
      }
      return;
    }
    float[] b = source[index[k + 1]];
    float fb = factor[k + 1];
    if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i] + fb * b[i];
      }
      return;
    }
    float[] c = source[index[k + 2]];
    float fc = factor[k + 2];
    if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[i] += fa * a[i] + fb * b[i] + fc * c[i];
      }
      return;
    }
    float[] d = source[index[k + 3]];
    float fd = factor[k + 3];
    for (int i = 0; i < length; i++) {
      t[i] += fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
    }
  }
}
