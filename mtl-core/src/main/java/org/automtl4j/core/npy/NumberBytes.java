package org.automtl4j.core.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** Bytes of numbers: swapping byte orders, turning Fortran order into C order, reading ND4J's buffers. */
final class NumberBytes {
  private NumberBytes() {}

  /** Reverses the bytes of each number, in place. */
  static void swap(byte[] data, int width) {
    for (int start = 0; start + width <= data.length; start += width) {
      for (int low = start, high = start + width - 1; low < high; low++, high--) {
        byte kept = data[low];
        data[low] = data[high];
        data[high] = kept;
      }
    }
  }

  /**
   * Gathers a strided view into C order.
   *
   * @param data the bytes that the view sees
   * @param width bytes of a number
   * @param shape sizes of the view
   * @param strides steps of the view, in numbers, from the first number of data on
   */
  static byte[] gather(byte[] data, int width, long[] shape, long[] strides) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    byte[] ordered = new byte[Math.toIntExact(count * width)];
    if (isContiguous(shape, strides)) {
      System.arraycopy(data, 0, ordered, 0, ordered.length);
      return ordered;
    }
    long[] index = new long[shape.length];
    long from = 0;
    for (int to = 0; to < ordered.length; to += width) {
      System.arraycopy(data, Math.toIntExact(from * width), ordered, to, width);
      for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
        from += strides[dimension];
        if (++index[dimension] < shape[dimension]) {
          break;
        }
        from -= strides[dimension] * shape[dimension];
        index[dimension] = 0;
      }
    }
    return ordered;
  }

  private static boolean isContiguous(long[] shape, long[] strides) {
    long expected = 1;
    for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
      if (shape[dimension] != 1 && strides[dimension] != expected) {
        return false;
      }
      expected *= shape[dimension];
    }
    return true;
  }

  /** Little-endian bytes of a whole ND4J buffer. */
  static byte[] of(NumberType type, DataBuffer buffer) {
    int count = Math.toIntExact(buffer.length());
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (type) {
        case FLOAT16 -> bytes.putShort(HalfPrecision.fromFloat(buffer.getFloat(i)));
        case BFLOAT16 -> bytes.putShort(HalfPrecision.toBrain(buffer.getFloat(i)));
        case FLOAT32 -> bytes.putFloat(buffer.getFloat(i));
        case FLOAT64 -> bytes.putDouble(buffer.getDouble(i));
        default -> putInteger(bytes, type.bytes(), buffer.getLong(i));
      }
    }
    return bytes.array();
  }

  private static void putInteger(ByteBuffer bytes, int width, long value) {
    switch (width) {
      case 1 -> bytes.put((byte) value);
      case 2 -> bytes.putShort((short) value);
      case 4 -> bytes.putInt((int) value);
      default -> bytes.putLong(value);
    }
  }
}
