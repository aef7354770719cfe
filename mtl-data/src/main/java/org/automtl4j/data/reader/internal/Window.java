package org.automtl4j.data.reader.internal;

/**
 * A part of a picture.
 *
 * @param row its first row
 * @param column its first column
 * @param rows how many rows
 * @param columns how many columns
 */
public record Window(int row, int column, int rows, int columns) {

  /** Copies numbers that lie side by side. */
  interface Copy {
    /**
     * @param source the first number's place in the picture
     * @param target its place in the window
     * @param count how many numbers
     */
    void copy(int source, int target, int count);
  }

  /** Copies the window out of a picture [H, W, C]: at once where its rows are whole, else row by row. */
  void copy(int pictureWidth, int channels, Copy copy) {
    int stride = pictureWidth * channels;
    int length = columns * channels;
    int first = row * stride + column * channels;
    if (length == stride) {
      copy.copy(first, 0, rows * length);
      return;
    }
    for (int y = 0; y < rows; y++) {
      copy.copy(first + y * stride, y * length, length);
    }
  }
}
