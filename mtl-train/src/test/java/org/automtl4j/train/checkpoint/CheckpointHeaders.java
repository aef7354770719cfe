package org.automtl4j.train.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** Checkpoints whose header says something else, with the right length and checksum around it. */
final class CheckpointHeaders {
  private static final int START = Long.BYTES + 2 * Integer.BYTES;

  private CheckpointHeaders() {}

  /** The same file with another header. */
  static byte[] with(byte[] file, UnaryOperator<byte[]> change) {
    int length = ByteBuffer.wrap(file).getInt(START - Integer.BYTES);
    byte[] header = change.apply(Arrays.copyOfRange(file, START, START + length));
    ByteBuffer changed = ByteBuffer.allocate(file.length - length + header.length);
    changed.put(file, 0, START - Integer.BYTES).putInt(header.length).put(header).put(file, START + length, file.length - START - length - Long.BYTES);
    return sealed(changed.putLong(0).array());
  }

  /** The same file with the right checksum. */
  static byte[] sealed(byte[] file) {
    if (file.length < Long.BYTES) {
      return file;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, file.length - Long.BYTES);
    byte[] sealed = file.clone();
    ByteBuffer.wrap(sealed).putLong(file.length - Long.BYTES, checksum.getValue());
    return sealed;
  }
}
