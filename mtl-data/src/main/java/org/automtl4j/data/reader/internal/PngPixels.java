package org.automtl4j.data.reader.internal;

import org.automtl4j.data.reader.ImageHeader;

/**
 * Where a png's numbers are put.
 *
 * @param header size, channels and bits
 * @param bytes [H, W, C] for up to 8 bits, else empty
 * @param shorts [H, W, C] for 16 bits, else empty
 */
record PngPixels(ImageHeader header, byte[] bytes, short[] shorts) {

  /**
   * Puts the pixels of one row.
   *
   * @param row the filter's byte, then the numbers, highest bit and byte first
   * @param y which row
   * @param first the column of the first pixel
   * @param step from one pixel's column to the next
   * @param columns how many pixels
   */
  void put(byte[] row, int y, int first, int step, int columns) {
    int channels = header.channels();
    int start = (y * header.width() + first) * channels;
    if (header.bits() == 8 && step == 1) {
      System.arraycopy(row, 1, bytes, start, columns * channels);
      return;
    }
    for (int x = 0; x < columns; x++) {
      for (int c = 0; c < channels; c++) {
        int to = start + x * step * channels + c;
        int from = x * channels + c;
        switch (header.bits()) {
          case 16 -> shorts[to] = (short) ((row[1 + 2 * from] & 0xFF) << 8 | row[2 + 2 * from] & 0xFF);
          case 8 -> bytes[to] = row[1 + from];
          default -> bytes[to] = small(row, from);
        }
      }
    }
  }

  private byte small(byte[] row, int index) {
    int bits = header.bits();
    int perByte = 8 / bits;
    int shift = 8 - bits * (index % perByte + 1);
    return (byte) ((row[1 + index / perByte] & 0xFF) >> shift & (1 << bits) - 1);
  }
}
