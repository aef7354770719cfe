package org.automtl4j.data.reader.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The blocks of a png file behind its header, one after the other, each with its check sum. Compressed pixels are handed on as they come; of what stands beside
 * them only the palette is kept, so that no length in the file decides about memory.
 */
final class PngChunks {
  private static final String PALETTE = "PLTE";
  private static final String PIXELS = "IDAT";
  private static final String END = "IEND";
  private static final int LONGEST_PALETTE = 3 * 256;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final long size;
  private final CRC32 crc = new CRC32();
  private final byte[] skipped = new byte[1 << 13];
  private byte[] palette = new byte[0];
  private String name = "";
  private long start;
  private long at;
  private int left;
  private boolean open;
  private boolean ended;

  /**
   * @param file the file, for messages
   * @param in the file behind its header
   * @param at how long the header is
   * @param size the file's length
   */
  PngChunks(Path file, InputStream in, long at, long size) {
    this.file = file;
    this.in = new BufferedInputStream(in, BUFFER);
    this.at = at;
    this.size = size;
  }

  /** Fills a buffer with compressed pixels; 0 where there are no more. */
  int pixels(byte[] to) throws IOException {
    while (left == 0) {
      if (!next()) {
        return 0;
      }
    }
    int got = take(to, Math.min(left, to.length));
    if (left == 0) {
      checkSum();
    }
    return got;
  }

  /** Goes through all blocks that are left. */
  void finish() throws IOException {
    while (!ended) {
      skip();
      next();
    }
  }

  /** 3 bytes per index, as far as it has been read. */
  byte[] palette() {
    return palette;
  }

  /** Goes on to the next block of pixels; whatever stands before it is looked at. */
  private boolean next() throws IOException {
    while (!ended) {
      begin();
      switch (name) {
        case PIXELS -> {
          if (left > 0) {
            return true;
          }
          checkSum();
        }
        case PALETTE -> readPalette();
        case END -> {
          skip();
          ended = true;
        }
        default -> {
          boolean needed = (name.charAt(0) & 0x20) == 0;
          skip();
          if (needed) {
            throw PngDecoder.wrong(file, "has a block '" + shown() + "' that must be understood and is not");
          }
        }
      }
    }
    return false;
  }

  private void begin() throws IOException {
    byte[] head = in.readNBytes(8);
    if (head.length < 8 || at + 12 > size) {
      throw PngDecoder.wrong(file, "the file is cut short: it ends after " + (at + head.length) + " bytes without the end mark");
    }
    start = at;
    name = new String(head, 4, 4, StandardCharsets.ISO_8859_1);
    left = PngDecoder.number(head, 0);
    if (left < 0 || left > size - at - 12) {
      throw PngDecoder.wrong(file, "the file is cut short or damaged: block '" + shown() + "' at byte " + start + " would be " + (left & 0xFFFFFFFFL)
          + " bytes long, but only " + (size - at - 8) + " follow");
    }
    at += 8;
    open = true;
    crc.reset();
    crc.update(head, 4, 4);
  }

  private void readPalette() throws IOException {
    if (left > LONGEST_PALETTE) {
      throw PngDecoder.wrong(file, "its palette has " + left + " bytes, allowed are " + LONGEST_PALETTE);
    }
    byte[] colours = new byte[left];
    for (int filled = 0; left > 0; ) {
      int got = in.read(colours, filled, left);
      advance(colours, filled, got);
      filled += got;
    }
    checkSum();
    palette = colours;
  }

  private int take(byte[] to, int count) throws IOException {
    int got = in.read(to, 0, count);
    advance(to, 0, got);
    return got;
  }

  private void advance(byte[] bytes, int from, int got) {
    if (got < 0) {
      throw PngDecoder.wrong(file, "the file is cut short: it ends after " + at + " bytes without the end mark");
    }
    crc.update(bytes, from, got);
    at += got;
    left -= got;
  }

  private void skip() throws IOException {
    while (left > 0) {
      take(skipped, Math.min(left, skipped.length));
    }
    if (open) {
      checkSum();
    }
  }

  private void checkSum() throws IOException {
    byte[] sum = in.readNBytes(4);
    if (sum.length < 4) {
      throw PngDecoder.wrong(file, "the file is cut short: it ends after " + (at + sum.length) + " bytes without the end mark");
    }
    at += 4;
    open = false;
    if ((int) crc.getValue() != PngDecoder.number(sum, 0)) {
      throw PngDecoder.wrong(file, "the file is damaged: the check sum of block '" + shown() + "' at byte " + start + " is wrong");
    }
  }

  private String shown() {
    return name.replaceAll("[^!-~]", "?");
  }
}
