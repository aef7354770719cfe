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
   * Applies the matrix to rows of numbers, which lie in an array in regular steps.
   *
   * @param source where they lie
   * @param from the place of the first
   * @param sourceStep the distance of two
   * @param target takes the results, another array
   * @param to the place of the first
   * @param targetStep the distance of two
   * @param length of a row
   * @param onto whether the results are added to what is there
   */
  void apply(float[] source, int from, int sourceStep, float[] target, int to, int targetStep, int length, boolean onto) {
    for (int r = 0; r + 1 < begin.length; r++) {
      int place = to + r * targetStep;
      int k = begin[r];
      int end = begin[r + 1];
      if (!onto) {
        if (k == end) {
          Arrays.fill(target, place, place + length, 0);
        } else {
          int last = Math.min(end, k + AT_ONCE);
          set(source, from, sourceStep, k, last - k, target, place, length);
          k = last;
        }
      }
      while (k < end) {
        int last = Math.min(end, k + AT_ONCE);
        add(source, from, sourceStep, k, last - k, target, place, length);
        k = last;
      }
    }
  }

  private int place(int k, int from, int step, int last) {
    return from + index[Math.min(k, last)] * step;
  }

  private void set(float[] s, int from, int step, int k, int count, float[] t, int to, int length) {
    int last = k + count - 1;
    int a = place(k, from, step, last);
    int b = place(k + 1, from, step, last);
    int c = place(k + 2, from, step, last);
    int d = place(k + 3, from, step, last);
    float fa = factor[k];
    float fb = count > 1 ? factor[k + 1] : 0;
    float fc = count > 2 ? factor[k + 2] : 0;
    if (count == 1 && fa == 1) {
      System.arraycopy(s, a, t, to, length);
    } else if (count == 1) {
      for (int i = 0; i < length; i++) {
        t[to + i] = fa * s[a + i];
      }
    } else if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[to + i] = fa * s[a + i] + fb * s[b + i];
      }
    } else if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[to + i] = fa * s[a + i] + fb * s[b + i] + fc * s[c + i];
      }
    } else {
      float fd = factor[k + 3];
      for (int i = 0; i < length; i++) {
        t[to + i] = fa * s[a + i] + fb * s[b + i] + fc * s[c + i] + fd * s[d + i];
      }
    }
  }

  private void add(float[] s, int from, int step, int k, int count, float[] t, int to, int length) {
    int last = k + count - 1;
    int a = place(k, from, step, last);
    int b = place(k + 1, from, step, last);
    int c = place(k + 2, from, step, last);
    int d = place(k + 3, from, step, last);
    float fa = factor[k];
    float fb = count > 1 ? factor[k + 1] : 0;
    float fc = count > 2 ? factor[k + 2] : 0;
    if (count == 1) {
      for (int i = 0; i < length; i++) {
        t[to + i] += fa * s[a + i];
      }
    } else if (count == 2) {
      for (int i = 0; i < length; i++) {
        t[to + i] += fa * s[a + i] + fb * s[b + i];
      }
    } else if (count == 3) {
      for (int i = 0; i < length; i++) {
        t[to + i] += fa * s[a + i] + fb * s[b + i] + fc * s[c + i];
      }
    } else {
      float fd = factor[k + 3];
      for (int i = 0; i < length; i++) {
        t[to + i] += fa * s[a + i] + fb * s[b + i] + fc * s[c + i] + fd * s[d + i];
      }
    }
  }
}
