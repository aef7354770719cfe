package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;

/**
 * Numbers in an ONNX file.
 *
 * @param name their name; may be empty
 * @param type ONNX's number of the type
 * @param shape the axes
 * @param raw the numbers, little endian, if they are given so
 * @param packed else the numbers as a list: floats and doubles little endian, whole numbers of variable length
 * @param elsewhere whether they stand in another file
 */
public record OnnxTensor(String name, int type, List<Long> shape, ByteString raw, ByteString packed, boolean elsewhere) {
  private static final int INT32 = 6;
  private static final int DOUBLE = 11;

  /** Keeps an unmodifiable copy. */
  public OnnxTensor {
    shape = List.copyOf(shape);
  }

  /**
   * @return how many numbers the shape asks for
   * @throws InvalidInputException if it is no shape
   */
  public long length() {
    long length = 1;
    for (long axis : shape) {
      if (axis < 0 || axis > 0 && length > Integer.MAX_VALUE / axis) {
        throw new InvalidInputException("tensor '" + name + "' has the shape " + shape);
      }
      length *= axis;
    }
    return length;
  }

  /**
   * @return the numbers as floats, in C order
   * @throws InvalidInputException if there are more or fewer than the shape asks for, or they are of a type that has no floats
   */
  public float[] floats() {
    if (type != OnnxSchema.FLOAT && type != DOUBLE) {
      throw new InvalidInputException("tensor '" + name + "' has type " + type + ", allowed are float (1) and double (11)");
    }
    int width = type == DOUBLE ? Double.BYTES : Float.BYTES;
    ByteString bytes = raw.isEmpty() ? packed : raw;
    if (elsewhere || bytes.size() != length() * width) {
      throw new InvalidInputException("tensor '" + name + "' of shape " + shape + " needs " + length() * width + " bytes in the file itself, found "
          + (elsewhere ? "a reference to another file; save the model as one file" : bytes.size()));
    }
    if (bytes.isEmpty()) {
      throw new InvalidInputException("tensor '" + name + "' of shape " + shape + " has no numbers");
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[(int) length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == DOUBLE ? (float) buffer.getDouble() : buffer.getFloat();
    }
    return values;
  }

  /**
   * @return the numbers of a short list as whole numbers
   * @throws InvalidInputException if they are none
   */
  public List<Long> wholes() {
    List<Long> values = new ArrayList<>();
    boolean small = type == INT32;
    if (elsewhere || !small && type != OnnxSchema.INT64 || length() > 64) {
      throw new InvalidInputException("tensor '" + name + "' is no short list of whole numbers");
    }
    try {
      if (raw.isEmpty()) {
        CodedInputStream in = packed.newCodedInput();
        while (!in.isAtEnd()) {
          values.add(in.readInt64());
        }
      } else {
        ByteBuffer buffer = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.remaining() >= (small ? Integer.BYTES : Long.BYTES)) {
          values.add(small ? buffer.getInt() : buffer.getLong());
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException("tensor '" + name + "' is damaged: " + e.getMessage(), e);
    }
    if (values.size() != length()) {
      throw new InvalidInputException("tensor '" + name + "' has " + values.size() + " numbers for the shape " + shape);
    }
    return values;
  }
}
