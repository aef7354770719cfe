package org.automtl4j.graph.model.published;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle: counts them, and never allocates for more than there can be. */
final class PickleInput {
  private final InputStream in;
  private final long limit;
  private long position;

  /** @param limit the most bytes that there can be */
  PickleInput(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  long position() {
    return position;
  }

  int readByte() throws IOException {
    int value = position < limit ? in.read() : -1;
    if (value < 0) {
      throw new EOFException("ends in the middle of a pickle");
    }
    position++;
    return value;
  }

  byte[] readBytes(long count) throws IOException {
    if (count < 0 || count > limit - position) {
      throw new EOFException("at byte " + position + ": " + count + " bytes are announced, but at most " + (limit - position) + " are left");
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new EOFException("ends in the middle of a pickle");
    }
    position += count;
    return bytes;
  }

  /** An unsigned little-endian number of 1, 2 or 4 bytes, or a signed one of 8. */
  long readNumber(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) readByte() << 8 * i;
    }
    return value;
  }

  double readBigEndianDouble() throws IOException {
    return ByteBuffer.wrap(readBytes(8)).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  String readText(int lengthBytes) throws IOException {
    return new String(readBytes(readNumber(lengthBytes)), StandardCharsets.UTF_8);
  }

  /** A name that ends with the line. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int value = readByte(); value != '\n'; value = readByte()) {
      line.append((char) value);
    }
    return line.toString();
  }
}
