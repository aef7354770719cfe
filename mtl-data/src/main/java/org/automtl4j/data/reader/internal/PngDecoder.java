package org.automtl4j.data.reader.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.PixelLimits;
import org.automtl4j.graph.InvalidInputException;

/**
 * Png in pure Java: all types and depths, interlaced or not, and nothing but the stored numbers. The JDK's own reader hides palettes and takes grey through
 * colour spaces. The format: https://www.w3.org/TR/png-3/.
 */
public final class PngDecoder {
  private static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
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
    PngLayout layout = layout(file, start(file));
    byte[] bytes = Files.readAllBytes(file);
    byte[] palette = new byte[0];
    PngScanlines lines = new PngScanlines(file, layout, bytes);
    int at = HEADER_END;
    while (true) {
      if (at + 12 > bytes.length) {
        throw wrong(file, "the file is cut short: it ends after " + bytes.length + " bytes without the end mark");
      }
      int length = number(bytes, at);
      int type = number(bytes, at + 4);
      if (length < 0 || length > bytes.length - at - 12) {
        throw wrong(file, "the file is cut short or damaged: block '" + name(bytes, at + 4) + "' at byte " + at + " would be " + (length & 0xFFFFFFFFL)
            + " bytes long, but only " + (bytes.length - at - 8) + " follow");
      }
      checkSum(file, bytes, at, length);
      if (type == IEND) {
        break;
      } else if (type == PLTE) {
        palette = Arrays.copyOfRange(bytes, at + 8, at + 8 + length);
      } else if (type == IDAT) {
        lines.add(at + 8, length);
      } else if ((bytes[at + 4] & 0x20) == 0) {
        throw wrong(file, "has a block '" + name(bytes, at + 4) + "' that must be understood and is not");
      }
      at += length + 12;
    }
    return new StoredPicture(file, layout.header(), lines.decode(), palette);
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
    checkSum(file, start, 8, 13);
    PixelLimits.checkSize(file, number(start, 20) & 0xFFFFFFFFL, number(start, 16) & 0xFFFFFFFFL);
    int interlace = start[28];
    if (start[26] != 0 || start[27] != 0 || interlace < 0 || interlace > 1) {
      throw wrong(file, "has an unknown way of compression, filtering or interlacing");
    }
    return PngLayout.of(file, number(start, 20), number(start, 16), start[24], start[25], interlace == 1);
  }

  private static void checkSum(Path file, byte[] bytes, int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, at + 4, length + 4);
    if ((int) crc.getValue() != number(bytes, at + 8 + length)) {
      throw wrong(file, "the file is damaged: the check sum of block '" + name(bytes, at + 4) + "' at byte " + at + " is wrong");
    }
  }

  private static String name(byte[] bytes, int at) {
    StringBuilder name = new StringBuilder();
    for (int i = at; i < at + 4; i++) {
      name.append(bytes[i] > 32 && bytes[i] < 127 ? (char) bytes[i] : '?');
    }
    return name.toString();
  }

  private static int number(byte[] bytes, int at) {
    return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
  }

  static InvalidInputException wrong(Path file, String what) {
    return new InvalidInputException(file + ": not a whole png file: " + what);
  }
}
