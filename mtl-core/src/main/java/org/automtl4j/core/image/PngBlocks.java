package org.automtl4j.core.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.automtl4j.core.InvalidInputException;

/**
 * Goes through the blocks of a png before it is decoded (https://www.w3.org/TR/png-3/, section 5): all must be there to the last, each with its check sum. Java's decoder takes memory for what
 * a block says of its length, and gives pictures that are cut short as if they were whole.
 */
final class PngBlocks {
  private static final int SIGNATURE = 8;
  private static final int LEAST = 12;
  private static final int END = 0x49454E44;

  private PngBlocks() {}

  /** Complains where the file is cut short or damaged. */
  static void check(Path file) throws IOException {
    long left = Files.size(file) - SIGNATURE;
    try (InputStream plain = Files.newInputStream(file); DataInputStream in = new DataInputStream(new BufferedInputStream(plain, 1 << 16))) {
      in.skipNBytes(SIGNATURE);
      byte[] buffer = new byte[1 << 13];
      for (int type = 0; type != END; ) {
        if (left < LEAST) {
          throw new EOFException();
        }
        int length = in.readInt();
        type = in.readInt();
        if (length < 0 || length > left - LEAST) {
          throw new EOFException();
        }
        CRC32 sum = new CRC32();
        for (int shift = 24; shift >= 0; shift -= 8) {
          sum.update(type >> shift);
        }
        for (int rest = length; rest > 0; ) {
          int got = Math.min(rest, buffer.length);
          in.readFully(buffer, 0, got);
          sum.update(buffer, 0, got);
          rest -= got;
        }
        if (in.readInt() != (int) sum.getValue()) {
          throw new InvalidInputException(file + ": the png is damaged: a check sum is wrong");
        }
        left -= LEAST + length;
      }
    } catch (EOFException e) {
      throw new InvalidInputException(file + ": the png is cut short or damaged: a block ends beyond the file", e);
    }
  }
}
