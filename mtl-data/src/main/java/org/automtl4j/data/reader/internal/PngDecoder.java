package org.automtl4j.data.reader.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.PixelLimits;
import org.automtl4j.data.reader.Pixels;

/**
 * Png in pure Java: all types and depths, interlaced or not, and nothing but the stored numbers. The JDK's own reader hides palettes and takes grey through
 * colour spaces. The format: https://www.w3.org/TR/png-3/.
 */
public final class PngDecoder {
  private static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int IHDR = 0x49484452;
  /** Deflate makes at most 1032 bytes of one. */
  private static final int MOST_INFLATED = 1032;
  private static final int HEADER_END = 8 + 8 + 13 + 4;

  private PngDecoder() {}

  /**
   * @param start the first bytes of a file
   * @return whether it claims to be png
   */
  public static boolean isPng(byte[] start) {
    return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * @param file a png file
   * @return its header
   * @throws IOException if it cannot be read
   */
  public static ImageHeader header(Path file) throws IOException {
    return layout(file, start(file)).header();
  }

  /**
   * @param file a png file
   * @return its numbers
   * @throws IOException if it cannot be read
   */
  public static StoredPicture decode(Path file) throws IOException {
    long size = PixelLimits.checkFile(file);
    try (InputStream in = Files.newInputStream(file)) {
      PngLayout layout = layout(file, in.readNBytes(HEADER_END));
      ImageHeader header = layout.header();
      PixelLimits.checkProportion(file, size, header);
      PixelLimits.checkFilled(file, size, header, MOST_INFLATED);
      PixelLimits.checkHeap(file, header, header.channels() * (header.bits() == 16 ? 2 : 1));
      PngChunks chunks = new PngChunks(file, in, HEADER_END, size);
      Pixels pixels;
      try {
        pixels = new PngScanlines(file, layout, chunks).decode();
      } catch (InvalidInputException e) {
        // A wrong check sum, or an end that is missing, says more than the numbers that follow from it.
        chunks.finish();
        throw e;
      }
      chunks.finish();
      return new StoredPicture(file, header, pixels, chunks.palette());
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(HEADER_END);
    }
  }

  private static PngLayout layout(Path file, byte[] start) {
    if (start.length < HEADER_END) {
      throw wrong(file, "the file is cut short: it ends within the header");
    }
    if (number(start, 8) != 13 || number(start, 12) != IHDR) {
      throw wrong(file, "does not begin with a header");
    }
    CRC32 crc = new CRC32();
    crc.update(start, 12, 4 + 13);
    if ((int) crc.getValue() != number(start, HEADER_END - 4)) {
      throw wrong(file, "the file is damaged: the check sum of block 'IHDR' at byte 8 is wrong");
    }
    PixelLimits.checkSize(file, number(start, 20) & 0xFFFFFFFFL, number(start, 16) & 0xFFFFFFFFL);
    int interlace = start[28];
    if (start[26] != 0 || start[27] != 0 || interlace < 0 || interlace > 1) {
      throw wrong(file, "has an unknown way of compression, filtering or interlacing");
    }
    return PngLayout.of(file, number(start, 20), number(start, 16), start[24], start[25], interlace == 1);
  }

  static int number(byte[] bytes, int at) {
    return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
  }

  static InvalidInputException wrong(Path file, String what) {
    return new InvalidInputException(file + ": not a whole png file: " + what);
  }
}
