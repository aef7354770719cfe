package org.automtl4j.core.image;

/**
 * How a camera was held, as it notes it in a jpeg (tag Orientation of EXIF 2.32): what must be done with the stored rows and columns so that up is up. Viewers
 * and tools for labelling do it unasked.
 */
public enum Orientation {
  /** 1: upright as stored. */
  NORMAL,
  /** 2: left and right are swapped. */
  MIRRORED,
  /** 3: upside down. */
  HALF_TURN,
  /** 4: above and below are swapped. */
  FLIPPED,
  /** 5: rows and columns are swapped. */
  TRANSPOSED,
  /** 6: must be turned a quarter clockwise. */
  QUARTER_RIGHT,
  /** 7: rows and columns are swapped from the end. */
  TRANSVERSE,
  /** 8: must be turned a quarter counter-clockwise. */
  QUARTER_LEFT;

  /** @return the number in the file, 1 to 8 */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @param number what the file says
   * @return its meaning; {@link #NORMAL} for a number that has none
   */
  public static Orientation of(int number) {
    return number >= 1 && number <= values().length ? values()[number - 1] : NORMAL;
  }

  /** @return whether an upright picture has as many rows as the stored one has columns */
  public boolean swapsSides() {
    return this == TRANSPOSED || this == QUARTER_RIGHT || this == TRANSVERSE || this == QUARTER_LEFT;
  }

  /**
   * Where a pixel of the upright picture is stored.
   *
   * @param storedHeight rows as stored
   * @param storedWidth columns as stored
   * @param y row of the upright picture
   * @param x its column
   * @return the pixel's number as stored, row by row
   */
  public int place(int storedHeight, int storedWidth, int y, int x) {
    int lastRow = storedHeight - 1;
    int lastColumn = storedWidth - 1;
    int width = storedWidth;
    return switch (this) {
      case NORMAL -> y * width + x;
      case MIRRORED -> y * width + lastColumn - x;
      case HALF_TURN -> (lastRow - y) * width + lastColumn - x;
      case FLIPPED -> (lastRow - y) * width + x;
      case TRANSPOSED -> x * width + y;
      case QUARTER_RIGHT -> (lastRow - x) * width + y;
      case TRANSVERSE -> (lastRow - x) * width + lastColumn - y;
      case QUARTER_LEFT -> x * width + lastColumn - y;
    };
  }
}
