package org.automtl4j.data.reader.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.Pixels;

/** Inflates a png's rows, undoes their filters and puts the numbers where they belong. */
final class PngScanlines {
  /** Adam7: first row, first column, step of rows, step of columns of each pass. */
  private static final int[][] PASSES = {{0, 0, 8, 8}, {0, 4, 8, 8}, {4, 0, 8, 4}, {0, 2, 4, 4}, {2, 0, 4, 2}, {0, 1, 2, 2}, {1, 0, 2, 1}};
  private static final int BUFFER = 1 << 14;
  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final Path file;
  private final PngLayout layout;
  private final PngChunks chunks;
  private final byte[] compressed = new byte[BUFFER];

  PngScanlines(Path file, PngLayout layout, PngChunks chunks) {
    this.file = file;
    this.layout = layout;
    this.chunks = chunks;
  }

  Pixels decode() throws IOException {
    ImageHeader header = layout.header();
    int size = Math.multiplyExact(header.height() * header.width(), header.channels());
    boolean wide = header.bits() == 16;
    PngPixels target = new PngPixels(header, wide ? new byte[0] : new byte[size], wide ? new short[size] : new short[0]);
    Inflater inflater = new Inflater();
    try {
      for (int[] pass : layout.interlaced() ? PASSES : ONE_PASS) {
        pass(inflater, pass, target);
      }
      byte[] rest = new byte[1];
      // The check sum of all numbers stands at the very end: reading on makes the inflater compare it.
      if (!inflater.finished() && fill(inflater, rest, 1) == 0 && !inflater.finished()) {
        throw PngDecoder.wrong(file, "the file is cut short: the compressed numbers have no end");
      }
    } catch (DataFormatException e) {
      throw PngDecoder.wrong(file, "the file is damaged: its numbers cannot be inflated (" + e.getMessage() + ")");
    } finally {
      inflater.end();
    }
    return wide ? new Pixels.Shorts(target.shorts(), header.height(), header.width(), header.channels())
        : new Pixels.Bytes(target.bytes(), header.height(), header.width(), header.channels());
  }

  private void pass(Inflater inflater, int[] pass, PngPixels target) throws DataFormatException, IOException {
    ImageHeader header = layout.header();
    int columns = (header.width() - pass[1] + pass[3] - 1) / pass[3];
    if (columns <= 0) {
      return;
    }
    byte[] row = new byte[layout.rowBytes(columns) + 1];
    byte[] above = new byte[row.length];
    for (int y = pass[0]; y < header.height(); y += pass[2]) {
      if (fill(inflater, row, row.length) < row.length) {
        throw PngDecoder.wrong(file, "the file is cut short: its numbers end in row " + y + " of " + header.height());
      }
      unfilter(row, above, y);
      target.put(row, y, pass[1], pass[3], columns);
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  /** Reads so many bytes; fewer at the end of the compressed numbers. */
  private int fill(Inflater inflater, byte[] to, int length) throws DataFormatException, IOException {
    int filled = 0;
    while (filled < length && !inflater.finished()) {
      int got = inflater.inflate(to, filled, length - filled);
      filled += got;
      if (got == 0 && !inflater.finished()) {
        int more = inflater.needsDictionary() ? 0 : chunks.pixels(compressed);
        if (more == 0) {
          break;
        }
        inflater.setInput(compressed, 0, more);
      }
    }
    return filled;
  }

  private void unfilter(byte[] row, byte[] above, int y) {
    int back = layout.pixelBytes();
    int n = row.length;
    switch (row[0]) {
      case 0 -> { }
      case 1 -> {
        for (int i = 1 + back; i < n; i++) {
          row[i] += row[i - back];
        }
      }
      case 2 -> {
        for (int i = 1; i < n; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 1; i < n; i++) {
          int left = i > back ? row[i - back] & 0xFF : 0;
          row[i] += (byte) ((left + (above[i] & 0xFF)) / 2);
        }
      }
      case 4 -> paeth(row, above, back);
      default -> throw PngDecoder.wrong(file, "the file is damaged: row " + y + " has the unknown filter " + row[0]);
    }
  }

  /** Each byte is a difference to the left, upper or upper left one, whichever is nearest to left + upper - upper left. */
  private static void paeth(byte[] row, byte[] above, int back) {
    for (int i = 1; i <= back && i < row.length; i++) {
      row[i] += above[i];
    }
    for (int i = 1 + back; i < row.length; i++) {
      int a = row[i - back] & 0xFF;
      int b = above[i] & 0xFF;
      int c = above[i - back] & 0xFF;
      int pa = Math.abs(b - c);
      int pb = Math.abs(a - c);
      int pc = Math.abs(a + b - 2 * c);
      row[i] += (byte) (pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
    }
  }
}
