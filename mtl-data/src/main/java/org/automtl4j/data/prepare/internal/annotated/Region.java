package org.automtl4j.data.prepare.internal.annotated;

import java.util.List;

/** The pixels of one object. Coordinates are pixels of the picture, x to the right, y down, (0, 0) its upper left corner. */
sealed interface Region {

  /** Outlines, x and y by turns; what lies within an odd number of them belongs to the object. */
  record Polygons(List<double[]> outlines) implements Region {}

  /** Lengths of runs, column by column, the first one outside of the object. */
  record Runs(int height, int width, int[] lengths) implements Region {}
}
