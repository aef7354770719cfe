package org.automtl4j.data.reader.internal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.PixelLimits;

/**
 * Looks at the blocks of a webp before it is decoded (RFC 9649): all of them must be there, and none may promise another size than the header did. The decoder
 * takes memory for what the innermost block promises, and fills what is missing.
 */
final class WebpChunks {
  /** A lossless webp of one colour has a few bytes, whatever its size; so many pixels, those of 4K, are believed. */
  private static final long BELIEVED = 1L << 23;
  /** The pixels that one further byte can stand for where there is no loss: copies of 4096 pixels. */
  private static final long PIXELS_PER_BYTE = 1L << 14;
  /** With losses the modes of 16x16 pixels take two bits at least; twice the pixels that a byte can then stand for. */
  private static final long LOSSY_PIXELS_PER_BYTE = 2 * 16 * 16 * 4;
  private static final int CONTAINER = 12;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final ImageHeader header;
  private final InputStream in;
  private boolean seen;

  private WebpChunks(Path file, ImageHeader header, InputStream in) {
    this.file = file;
    this.header = header;
    this.in = in;
  }

  /** Complains where the file is cut short, its blocks do not agree on the size, or it is too short for so many pixels. */
  static void check(Path file, ImageHeader header) throws IOException {
    long length = PixelLimits.checkFile(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      in.skipNBytes(CONTAINER);
      WebpChunks chunks = new WebpChunks(file, header, in);
      chunks.chunks(length - CONTAINER);
      if (!chunks.seen) {
        throw new InvalidInputException(file + ": a webp without a picture in it");
      }
    } catch (EOFException e) {
      throw new InvalidInputException(file + ": the webp is cut short", e);
    }
  }

  /** Goes through blocks that are so many bytes long together. Bytes behind the last one are no block's. */
  private void chunks(long left) throws IOException {
    for (long rest = left; rest >= 8; ) {
      String name = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
      long length = little(4);
      rest -= 8;
      if (length > rest) {
        throw new InvalidInputException(file + ": the webp is cut short: a block of " + length + " bytes where " + rest + " follow");
      }
      chunk(name, length);
      rest -= length;
      if ((length & 1) == 1 && rest > 0) {
        in.skipNBytes(1);
        rest--;
      }
    }
  }

  private void chunk(String name, long length) throws IOException {
    switch (name) {
      case "VP8X" -> {
        need(length, 10);
        in.skipNBytes(4);
        size(little(3) + 1, little(3) + 1);
        in.skipNBytes(length - 10);
      }
      case "VP8L" -> {
        need(length, 5);
        believe(BELIEVED + PIXELS_PER_BYTE * length, length);
        in.skipNBytes(1);
        long bits = little(4);
        size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
        in.skipNBytes(length - 5);
      }
      case "VP8 " -> {
        need(length, 10);
        believe(LOSSY_PIXELS_PER_BYTE * length, length);
        in.skipNBytes(6);
        size(little(2) & 0x3FFF, little(2) & 0x3FFF);
        in.skipNBytes(length - 10);
      }
      case "ANMF" -> throw new InvalidInputException(file + ": a webp of moving pictures; save each of them as a file of its own");
      default -> in.skipNBytes(length);
    }
  }

  private void need(long length, long least) {
    if (length < least) {
      throw new InvalidInputException(file + ": a damaged webp file: a header of " + length + " bytes");
    }
  }

  private void believe(long most, long length) {
    seen = true;
    if ((long) header.height() * header.width() > most) {
      throw new InvalidInputException(file + ": a webp of " + length + " bytes for " + header.height() + "x" + header.width() + " pixels, allowed are " + most
          + " pixels; the file is damaged, or save it as png");
    }
  }

  private void size(long width, long height) {
    if (width != header.width() || height != header.height()) {
      throw new InvalidInputException(file + ": a damaged webp file: one block says " + height + "x" + width + " pixels, another " + header.height() + "x" + header.width());
    }
  }

  private long little(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      value |= (long) next << 8 * i;
    }
    return value;
  }
}
