package org.automtl4j.plan.internal.kernel;

import java.util.List;

/**
 * What the taps of one column of a convolution's kernel see: each connects a rectangle of the images with one of the result, both of the same size. All of
 * them have the same columns.
 *
 * @param column the number of the kernel's column
 * @param from first column in the images
 * @param begin first column in the result
 * @param width how many columns
 * @param taps the taps that see any rows; first one that covers all rows of the result, if there is one
 */
public record TapColumn(int column, long from, long begin, long width, List<Tap> taps) {
  /**
   * The rows that a tap connects.
   *
   * @param row the number of the kernel's row
   * @param from first row in the images
   * @param begin first row in the result
   * @param height how many rows
   */
  public record Tap(int row, long from, long begin, long height) {}

  /** Whether the first tap covers all rows of the result. */
  boolean covers(long rows) {
    return taps.get(0).height() == rows;
  }
}
