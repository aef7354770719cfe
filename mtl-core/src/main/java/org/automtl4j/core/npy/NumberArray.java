package org.automtl4j.core.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array as it stands in a file: a kind of number, a shape, and the numbers in C order (the last dimension changes fastest). It lives on the Java heap, so
 * that reading a file needs no ND4J backend; {@link #toINDArray()} makes an ND4J array of it. Immutable.
 */
public final class NumberArray {
  private final NumberType type;
  private final long[] shape;
  private final ByteBuffer data;

  /** @param data little-endian numbers in C order, as many as the shape says; not copied */
  NumberArray(NumberType type, long[] shape, byte[] data) {
    this.type = type;
    this.shape = shape;
    this.data = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * An array of numbers that were read from a file of another kind.
   *
   * @param type the kind of number
   * @param shape the sizes of the dimensions, none for a single number
   * @param littleEndian the numbers' bytes in C order, lowest byte first
   * @return the array, with a copy of the bytes
   * @throws IllegalArgumentException if shape and bytes do not fit each other
   */
  public static NumberArray of(NumberType type, long[] shape, byte[] littleEndian) {
    if (elements(shape) * type.bytes() != littleEndian.length) {
      throw new IllegalArgumentException(littleEndian.length + " bytes cannot be " + type + " of shape " + Arrays.toString(shape));
    }
    return new NumberArray(type, shape.clone(), littleEndian.clone());
  }

  /**
   * A strided view of numbers that were read from a file of another kind.
   *
   * @param type the kind of number
   * @param shape the sizes of the dimensions
   * @param strides for each dimension, how many numbers lie between two neighbours; not negative; the first number seen is the first of the bytes
   * @param bytes the bytes that the view looks at
   * @param order the order of the bytes of each number
   * @return the view's numbers, copied into C order
   * @throws IllegalArgumentException if the view looks beyond the bytes
   */
  public static NumberArray ofView(NumberType type, long[] shape, long[] strides, byte[] bytes, ByteOrder order) {
    long last = 0;
    for (int dimension = 0; dimension < shape.length; dimension++) {
      last += (shape[dimension] - 1) * strides[dimension];
    }
    boolean empty = elements(shape) == 0;
    if (!empty && (last + 1) * type.bytes() > bytes.length) {
      throw new IllegalArgumentException("strides " + Arrays.toString(strides) + " lead beyond " + bytes.length + " bytes of " + type);
    }
    byte[] ordered = empty ? new byte[0] : NumberBytes.gather(bytes, type.bytes(), shape, strides);
    if (order == ByteOrder.BIG_ENDIAN) {
      NumberBytes.swap(ordered, type.bytes());
    }
    return new NumberArray(type, shape.clone(), ordered);
  }

  /**
   * 32-bit floats.
   *
   * @param values the numbers in C order
   * @param shape the sizes of the dimensions
   * @return the array
   * @throws IllegalArgumentException if shape and number of values do not fit each other
   */
  public static NumberArray of(float[] values, long... shape) {
    ByteBuffer bytes = allocate(NumberType.FLOAT32, values.length);
    bytes.asFloatBuffer().put(values);
    return of(NumberType.FLOAT32, shape, bytes.array());
  }

  /**
   * 64-bit floats.
   *
   * @param values the numbers in C order
   * @param shape the sizes of the dimensions
   * @return the array
   * @throws IllegalArgumentException if shape and number of values do not fit each other
   */
  public static NumberArray of(double[] values, long... shape) {
    ByteBuffer bytes = allocate(NumberType.FLOAT64, values.length);
    bytes.asDoubleBuffer().put(values);
    return of(NumberType.FLOAT64, shape, bytes.array());
  }

  /**
   * 64-bit integers.
   *
   * @param values the numbers in C order
   * @param shape the sizes of the dimensions
   * @return the array
   * @throws IllegalArgumentException if shape and number of values do not fit each other
   */
  public static NumberArray of(long[] values, long... shape) {
    ByteBuffer bytes = allocate(NumberType.INT64, values.length);
    bytes.asLongBuffer().put(values);
    return of(NumberType.INT64, shape, bytes.array());
  }

  /**
   * A copy of an ND4J array, with its type and shape, whatever its order in memory.
   *
   * @param array numbers or truth values
   * @return the array
   * @throws IllegalArgumentException for an array of texts
   */
  public static NumberArray of(INDArray array) {
    NumberType type = NumberType.of(array.dataType());
    long[] shape = array.shape().clone();
    if (array.isEmpty()) {
      return new NumberArray(type, shape, new byte[0]);
    }
    return new NumberArray(type, shape, NumberBytes.of(type, array.dup('c').data()));
  }

  private static ByteBuffer allocate(NumberType type, int count) {
    return ByteBuffer.allocate(Math.multiplyExact(type.bytes(), count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * The kind of number.
   *
   * @return the type in the file
   */
  public NumberType type() {
    return type;
  }

  /**
   * The sizes of the dimensions.
   *
   * @return a copy; empty for a single number
   */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * How many numbers there are.
   *
   * @return the product of the shape
   */
  public int size() {
    return data.capacity() / type.bytes();
  }

  /**
   * One number.
   *
   * @param index place in C order, from 0
   * @return its value; a 64-bit integer beyond 2^53 is rounded; truth values are 0 and 1
   */
  public double doubleAt(int index) {
    int at = index * type.bytes();
    return switch (type) {
      case FLOAT16 -> HalfPrecision.toFloat(data.getShort(at));
      case BFLOAT16 -> HalfPrecision.fromBrain(data.getShort(at));
      case FLOAT32 -> data.getFloat(at);
      case FLOAT64 -> data.getDouble(at);
      case UINT64 -> data.getLong(at) >= 0 ? data.getLong(at) : (data.getLong(at) >>> 1 | data.getLong(at) & 1) * 2.0;
      default -> longAt(index);
    };
  }

  /**
   * One integer or truth value.
   *
   * @param index place in C order, from 0
   * @return its value, exactly; truth values are 0 and 1; unsigned 64-bit integers above 2^63 - 1 come out negative, as everywhere in Java
   * @throws IllegalStateException if the numbers are floating-point
   */
  public long longAt(int index) {
    int at = index * type.bytes();
    return switch (type) {
      case BOOL -> data.get(at) == 0 ? 0 : 1;
      case INT8 -> data.get(at);
      case UINT8 -> data.get(at) & 0xFF;
      case INT16 -> data.getShort(at);
      case UINT16 -> data.getShort(at) & 0xFFFF;
      case INT32 -> data.getInt(at);
      case UINT32 -> data.getInt(at) & 0xFFFFFFFFL;
      case INT64, UINT64 -> data.getLong(at);
      default -> throw new IllegalStateException("an array of " + type + " holds no integers");
    };
  }

  /**
   * All numbers.
   *
   * @return a new array in C order
   */
  public double[] toDoubles() {
    double[] values = new double[size()];
    Arrays.setAll(values, this::doubleAt);
    return values;
  }

  /**
   * All numbers, rounded to 32 bits where they are wider.
   *
   * @return a new array in C order
   */
  public float[] toFloats() {
    float[] values = new float[size()];
    switch (type) {
      case FLOAT32 -> data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      case INT8 -> {   // labels are mostly bytes, and many
        byte[] bytes = data.array();
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes[i];
        }
      }
      case UINT8 -> {
        byte[] bytes = data.array();
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes[i] & 0xFF;
        }
      }
      default -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) doubleAt(i);
        }
      }
    }
    return values;
  }

  /**
   * All integers or truth values.
   *
   * @return a new array in C order
   * @throws IllegalStateException if the numbers are floating-point
   */
  public long[] toLongs() {
    long[] values = new long[size()];
    Arrays.setAll(values, this::longAt);
    return values;
  }

  /**
   * An ND4J array of the same type.
   *
   * @return a new array in C order, of rank 0 for a single number
   */
  public INDArray toINDArray() {
    return toINDArray(type.dataType());
  }

  /**
   * An ND4J array of another type.
   *
   * @param target the type to convert to
   * @return a new array in C order, of rank 0 for a single number
   */
  public INDArray toINDArray(DataType target) {
    if (size() == 0) {
      return Nd4j.create(target, shape);
    }
    INDArray flat;
    if (type == NumberType.FLOAT64) {
      flat = Nd4j.createFromArray(toDoubles());
    } else {
      flat = type.isFloatingPoint() ? Nd4j.createFromArray(toFloats()) : Nd4j.createFromArray(toLongs());
    }
    return flat.castTo(target).reshape('c', shape);
  }

  /** The numbers' bytes, lowest byte first, for writing. */
  ByteBuffer littleEndian() {
    return data.asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberArray array && type == array.type && Arrays.equals(shape, array.shape) && data.equals(array.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + data.hashCode();
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
