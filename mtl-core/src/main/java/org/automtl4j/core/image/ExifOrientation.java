package org.automtl4j.core.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Finds the orientation in a jpeg's segment APP1, which holds a TIFF header and a directory of entries (EXIF 2.32, sections 4.5.4 and 4.6.4). Notes that are
 * damaged say nothing: the picture itself can be whole.
 */
public final class ExifOrientation {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /**
   * @param file a jpeg file
   * @return its orientation; {@link Orientation#NORMAL} where it notes none
   * @throws IOException if it cannot be read
   */
  public static Orientation of(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 12))) {
      in.readUnsignedShort();
      while (true) {
        int marker = in.readUnsignedShort();
        int length = in.readUnsignedShort() - 2;
        if (marker >> 8 != 0xFF || (marker & 0xFF) == START_OF_SCAN || length < 0) {
          return Orientation.NORMAL;
        }
        if ((marker & 0xFF) != APP1) {
          in.skipNBytes(length);
          continue;
        }
        byte[] segment = in.readNBytes(length);
        if (segment.length > EXIF.length && Arrays.equals(segment, 0, EXIF.length, EXIF, 0, EXIF.length)) {
          return directory(ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length).slice());
        }
      }
    } catch (EOFException e) {
      return Orientation.NORMAL;
    }
  }

  /** Looks through the first directory of a TIFF structure. */
  private static Orientation directory(ByteBuffer tiff) {
    try {
      tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int start = tiff.getInt(4);
      int entries = tiff.getShort(start) & 0xFFFF;
      for (int i = 0; i < entries; i++) {
        int entry = start + 2 + i * ENTRY_BYTES;
        if ((tiff.getShort(entry) & 0xFFFF) == TAG && tiff.getShort(entry + 2) == SHORT) {
          return Orientation.of(tiff.getShort(entry + 8));
        }
      }
      return Orientation.NORMAL;
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      return Orientation.NORMAL;
    }
  }
}
