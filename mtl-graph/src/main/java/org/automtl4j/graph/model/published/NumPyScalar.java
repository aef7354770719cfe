package org.automtl4j.graph.model.published;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A single number as NumPy pickles it, such as a figure that a trainer notes in its checkpoints. */
final class NumPyScalar {
  private NumPyScalar() {}

  /**
   * A type of numbers, whose attributes, such as the order of bytes, say nothing: torch.save is used on little-endian machines.
   *
   * @param name NumPy's
   */
  record Type(String name) {

    Number number(Bytes bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.values()).order(ByteOrder.LITTLE_ENDIAN);
      int size = switch (name) {
        case "f8", "i8" -> Double.BYTES;
        case "f4", "i4" -> Float.BYTES;
        default -> throw new PickleException("holds a NumPy number of type " + (name.matches("[A-Za-z0-9]{1,8}") ? name : "?") + "; f4, f8, i4 and i8 are read");
      };
      if (bytes.values().length != size) {
        throw new PickleException("is damaged: a NumPy number of type " + name + " of " + bytes.values().length + " bytes");
      }
      return switch (name) {
        case "f8" -> buffer.getDouble();
        case "f4" -> (double) buffer.getFloat();
        case "i8" -> buffer.getLong();
        default -> (long) buffer.getInt();
      };
    }
  }

  /** The bytes of a number. */
  record Bytes(byte[] values) {}

  /** Bytes that protocol 2 writes as a text of as many characters. */
  static Bytes bytes(String text, String encoding) {
    if (!encoding.equals("latin1")) {
      throw new PickleException("holds bytes in another form than torch.save writes");
    }
    return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
