package org.automtl4j.data.reader.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.PixelLimits;

/**
 * Looks at the first directory of a tif before it is decoded (TIFF 6.0, section 2): it must be there to its last byte, and so must all strips and tiles of pixels that it names. The decoder
 * fills some of what is missing. Directories behind the first are not looked at, so that it does not matter where they lead.
 */
final class TiffDirectory {
  private static final int ENTRY_BYTES = 12;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;

  private final Path file;
  private final long length;
  private final SeekableByteChannel in;
  private final ByteOrder order;

  private TiffDirectory(Path file, long length, SeekableByteChannel in, ByteOrder order) {
    this.file = file;
    this.length = length;
    this.in = in;
    this.order = order;
  }

  /** Complains where the first directory, or the pixels that it names, are not all in the file. */
  static void check(Path file) throws IOException {
    long length = PixelLimits.checkFile(file);
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      TiffDirectory header = new TiffDirectory(file, length, in, ByteOrder.LITTLE_ENDIAN);
      ByteBuffer start = header.bytes(0, 8, "its header");
      ByteOrder order = start.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      new TiffDirectory(file, length, in, order).first(start.order(order).getInt(4) & 0xFFFFFFFFL);
    }
  }

  private void first(long at) throws IOException {
    int entries = bytes(at, 2, "its directory").getShort(0) & 0xFFFF;
    ByteBuffer directory = bytes(at + 2, entries * ENTRY_BYTES + 4, "its directory");
    Map<Integer, Integer> places = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      places.putIfAbsent(directory.getShort(i * ENTRY_BYTES) & 0xFFFF, i * ENTRY_BYTES);
    }
    inside(directory, places, STRIP_OFFSETS, STRIP_BYTES);
    inside(directory, places, TILE_OFFSETS, TILE_BYTES);
  }

  private void inside(ByteBuffer directory, Map<Integer, Integer> places, int offsetTag, int byteTag) throws IOException {
    if (!places.containsKey(offsetTag) || !places.containsKey(byteTag)) {
      return; // of one strip some writers leave the length out
    }
    long[] offsets = numbers(directory, places.get(offsetTag));
    long[] lengths = numbers(directory, places.get(byteTag));
    for (int i = 0; i < Math.min(offsets.length, lengths.length); i++) {
      if (offsets[i] + lengths[i] > length) {
        throw cut("its pixels end");
      }
    }
  }

  /** The numbers of an entry, which stand in it if they have room there. */
  private long[] numbers(ByteBuffer directory, int entry) throws IOException {
    int type = directory.getShort(entry + 2);
    long count = directory.getInt(entry + 4) & 0xFFFFFFFFL;
    if (type != SHORT && type != LONG) {
      return new long[0];
    }
    int size = type == SHORT ? 2 : 4;
    if (count * size > length) {
      throw cut("a list of its directory ends");
    }
    ByteBuffer bytes = count * size <= 4 ? directory.slice(entry + 8, 4).order(order) : bytes(directory.getInt(entry + 8) & 0xFFFFFFFFL, (int) (count * size), "a list of its directory");
    long[] numbers = new long[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = type == SHORT ? bytes.getShort(2 * i) & 0xFFFF : bytes.getInt(4 * i) & 0xFFFFFFFFL;
    }
    return numbers;
  }

  private ByteBuffer bytes(long at, int count, String what) throws IOException {
    if (at + count > length) {
      throw cut(what + " ends");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count).order(order);
    in.position(at);
    while (bytes.hasRemaining()) {
      if (in.read(bytes) < 0) {
        throw cut(what + " ends");
      }
    }
    return bytes.flip().order(order);
  }

  private InvalidInputException cut(String what) {
    return new InvalidInputException(file + ": the tif is cut short or damaged: " + what + " beyond the file's " + length + " bytes");
  }
}
