package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;

/** Goes over a tensor's numbers, one after the other. */
final class OnnxNumbers {
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int UINT16 = 4;
  private static final int INT16 = 5;
  private static final int INT32 = 6;
  private static final int BOOL = 9;
  private static final int HALF = 10;
  private static final int DOUBLE = 11;
  private static final int BFLOAT = 16;
  private static final Map<Integer, Integer> WIDTHS = Map.of(OnnxSchema.FLOAT, 4, UINT8, 1, INT8, 1, UINT16, 2, INT16, 2, INT32, 4, OnnxSchema.INT64, 8, BOOL, 1, HALF, 2, DOUBLE, 8);

  private final OnnxTensor tensor;
  private final ByteBuffer bytes;
  /** Numbers that are listed with a variable length each; absent where they stand in bytes of one width. */
  private final CodedInputStream listed;

  private OnnxNumbers(OnnxTensor tensor, ByteString bytes, boolean listed) {
    this.tensor = tensor;
    this.bytes = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    this.listed = listed ? bytes.newCodedInput() : CodedInputStream.newInstance(new byte[0]);
  }

  static OnnxNumbers of(OnnxTensor tensor, long length) {
    int width = tensor.type() == BFLOAT ? Short.BYTES : WIDTHS.getOrDefault(tensor.type(), 0);
    if (width == 0) {
      throw new InvalidInputException("tensor '" + tensor.name() + "' has type " + tensor.type() + ", allowed are floats and whole numbers");
    }
    boolean listed = tensor.raw().isEmpty() && !tensor.packed().isEmpty() && tensor.type() != OnnxSchema.FLOAT && tensor.type() != DOUBLE;
    ByteString bytes = tensor.raw().isEmpty() ? tensor.packed() : tensor.raw();
    boolean fits = listed ? bytes.size() >= length && bytes.size() <= 10 * length : bytes.size() == length * width;
    if (!fits) {
      throw new InvalidInputException("tensor '" + tensor.name() + "' of shape " + tensor.shape() + " needs " + length * width + " bytes, found " + bytes.size());
    }
    return new OnnxNumbers(tensor, bytes, listed);
  }

  static boolean isReal(int type) {
    return type == OnnxSchema.FLOAT || type == DOUBLE || type == HALF || type == BFLOAT;
  }

  boolean isReal() {
    return isReal(tensor.type());
  }

  /** The next number of a tensor of real ones. */
  double next() {
    return switch (tensor.type()) {
      case DOUBLE -> bytes.getDouble();
      case HALF -> half(isListed() ? (int) varint() : bytes.getShort());
      case BFLOAT -> Float.intBitsToFloat((isListed() ? (int) varint() : bytes.getShort()) << 16);
      default -> bytes.getFloat();
    };
  }

  /** The next number of a tensor of whole ones. */
  long nextWhole() {
    if (isListed()) {
      return varint();
    }
    return switch (tensor.type()) {
      case UINT8, BOOL -> bytes.get() & 0xff;
      case INT8 -> bytes.get();
      case UINT16 -> bytes.getShort() & 0xffff;
      case INT16 -> bytes.getShort();
      case INT32 -> bytes.getInt();
      default -> bytes.getLong();
    };
  }

  private boolean isListed() {
    return tensor.raw().isEmpty() && tensor.type() != OnnxSchema.FLOAT && tensor.type() != DOUBLE;
  }

  private long varint() {
    try {
      return listed.readInt64();
    } catch (IOException e) {
      throw new InvalidInputException("tensor '" + tensor.name() + "' is damaged: " + e.getMessage(), e);
    }
  }

  /** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
  private static float half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size = exponent == 0 ? fraction * 0x1p-24f
        : exponent == 0x1f ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN) : (1 + fraction * 0x1p-10f) * (float) Math.pow(2, exponent - 15);
    return (bits & 0x8000) == 0 ? size : -size;
  }
}
