package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.ByteString;
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
 */
public record OnnxTensor(String name, int type, List<Long> shape, ByteString raw, ByteString packed) {

  private static final int MOST_WHOLES = 64;

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
    OnnxNumbers numbers = OnnxNumbers.of(this, length());
    if (!numbers.isReal()) {
      throw new InvalidInputException("tensor '" + name + "' has type " + type + ", allowed are float (1), float16 (10), double (11) and bfloat16 (16)");
    }
    if (length() == 0) {
      throw new InvalidInputException("tensor '" + name + "' of shape " + shape + " has no numbers");
    }
    float[] values = new float[(int) length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.next();
    }
    return values;
  }

  /**
   * @return the numbers of a short list as whole numbers
   * @throws InvalidInputException if they are none
   */
  public List<Long> wholes() {
    OnnxNumbers numbers = OnnxNumbers.of(this, length());
    if (numbers.isReal() || length() > MOST_WHOLES) {
      throw new InvalidInputException("tensor '" + name + "' is no short list of whole numbers");
    }
    List<Long> values = new ArrayList<>();
    for (long i = 0; i < length(); i++) {
      values.add(numbers.nextWhole());
    }
    return values;
  }

  /** @return whether these are whole numbers */
  public boolean isWhole() {
    return !OnnxNumbers.isReal(type);
  }

  /**
   * @param name their name
   * @param shape the axes
   * @param values as many numbers
   * @param whole whether they are whole
   * @return the tensor, of floats or of whole numbers of 64 bits
   */
  public static OnnxTensor of(String name, List<Long> shape, double[] values, boolean whole) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * (whole ? Long.BYTES : Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (whole) {
        buffer.putLong((long) value);
      } else {
        buffer.putFloat((float) value);
      }
    }
    return new OnnxTensor(name, whole ? OnnxSchema.INT64 : OnnxSchema.FLOAT, shape, ByteString.copyFrom(buffer.array()), ByteString.EMPTY);
  }

  /**
   * @param most how many are allowed
   * @return the numbers, whatever their type, in C order
   * @throws InvalidInputException if there are more than that, or other than the shape asks for
   */
  public double[] doubles(int most) {
    if (length() > most) {
      throw new InvalidInputException("tensor '" + name + "' of shape " + shape + " has more than " + most + " numbers");
    }
    OnnxNumbers numbers = OnnxNumbers.of(this, length());
    double[] values = new double[(int) length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.isReal() ? numbers.next() : numbers.nextWhole();
    }
    return values;
  }
}
