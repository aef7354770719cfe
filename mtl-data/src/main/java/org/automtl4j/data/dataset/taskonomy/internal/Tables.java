package org.automtl4j.data.dataset.taskonomy.internal;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.automtl4j.data.reader.Pixels;

/** The meaning of every possible number of Taskonomy's pictures, computed once. */
public final class Tables {
  private static final int BYTES = 256;
  private static final int SHORTS = 65536;
  private static final int TOO_FAR = 64500;

  private final float[] classes = table(BYTES, v -> Math.max(v, 1) - 1);
  private final float[] normals = table(BYTES, v -> v / 255.0 * 2 - 1);
  private final float[] depth = table(SHORTS, v -> Math.log1p(v) / Math.log(SHORTS));
  private final float[] known = table(SHORTS, v -> v < TOO_FAR ? 1 : 0);
  private final float[] keyPoints = table(SHORTS, v -> clipped(v, 0.005));
  private final float[] edges = table(SHORTS, v -> clipped(v, 0.08));

  private static float[] table(int size, IntToDoubleFunction meaning) {
    float[] table = new float[size];
    IntStream.range(0, size).forEach(v -> table[v] = (float) meaning.applyAsDouble(v));
    return table;
  }

  private static double clipped(int value, double most) {
    return Math.min(value / (double) SHORTS, most) / most * 2 - 1;
  }

  /** @return class by byte */
  public float[] classes() {
    return classes;
  }

  /** @return component by byte */
  public float[] normals() {
    return normals;
  }

  /** @return logarithmic depth, 0..1, by number */
  public float[] depth() {
    return depth;
  }

  /** @return 1 for a depth that is known, else 0, by number */
  public float[] known() {
    return known;
  }

  /** @return -1..1 by number */
  public float[] keyPoints() {
    return keyPoints;
  }

  /** @return -1..1 by number */
  public float[] edges() {
    return edges;
  }

  /**
   * @param stored whole numbers
   * @param table their meanings
   * @return the meanings
   */
  public static Pixels.Floats map(Pixels stored, float[] table) {
    float[] values = new float[stored.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = table[(int) stored.at(i)];
    }
    return new Pixels.Floats(values, stored.height(), stored.width(), stored.channels());
  }
}
