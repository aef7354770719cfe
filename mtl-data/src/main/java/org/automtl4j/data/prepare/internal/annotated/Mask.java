package org.automtl4j.data.prepare.internal.annotated;

import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;

/** A mask into which regions are painted; a pixel belongs to a region if its centre does. 0 is background. */
final class Mask {
  private final short[] classes;
  private final int height;
  private final int width;

  Mask(int height, int width) {
    this.classes = new short[height * width];
    this.height = height;
    this.width = width;
  }

  /** [H, W]. */
  short[] classes() {
    return classes;
  }

  /** Paints over what is there. */
  void paint(Region region, int number, String where) {
    if (region instanceof Region.Polygons polygons) {
      outlines(polygons, (short) number);
    } else if (region instanceof Region.Runs runs) {
      runs(runs, (short) number, where);
    }
  }

  private void outlines(Region.Polygons polygons, short number) {
    int corners = polygons.outlines().stream().mapToInt(outline -> outline.length / 2).sum();
    double[] crossings = new double[corners];
    for (int y = 0; y < height; y++) {
      int count = 0;
      for (double[] outline : polygons.outlines()) {
        count = crossings(outline, y + 0.5, crossings, count);
      }
      Arrays.sort(crossings, 0, count);
      for (int i = 0; i + 1 < count; i += 2) {
        int from = (int) Math.max(0, Math.ceil(crossings[i] - 0.5));
        int to = (int) Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
        if (from < to) {
          Arrays.fill(classes, y * width + from, y * width + to, number);
        }
      }
    }
  }

  /** Where the edges of an outline cross a row's middle. */
  private static int crossings(double[] outline, double y, double[] crossings, int count) {
    int found = count;
    int n = outline.length / 2;
    for (int i = 0; i < n; i++) {
      double x0 = outline[2 * i];
      double y0 = outline[2 * i + 1];
      double x1 = outline[(2 * i + 2) % (2 * n)];
      double y1 = outline[(2 * i + 3) % (2 * n)];
      if (y0 <= y != y1 <= y) {
        crossings[found++] = x0 + (y - y0) / (y1 - y0) * (x1 - x0);
      }
    }
    return found;
  }

  private void runs(Region.Runs runs, short number, String where) {
    if (runs.height() != height || runs.width() != width || Arrays.stream(runs.lengths()).asLongStream().sum() != (long) height * width) {
      throw new InvalidInputException(where + ": found runs for " + runs.height() + "x" + runs.width() + " pixels, allowed: " + height + "x" + width
          + ", the picture's size, and runs of as many pixels");
    }
    boolean inside = false;
    int at = 0;
    for (int length : runs.lengths()) {
      for (int i = at; inside && i < at + length; i++) {
        classes[i % height * width + i / height] = number;
      }
      at += length;
      inside = !inside;
    }
  }
}
