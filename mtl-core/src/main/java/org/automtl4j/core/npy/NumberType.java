package org.automtl4j.core.npy;

import org.nd4j.linalg.api.buffer.DataType;

/** The kinds of numbers that array files hold, each with its width and its counterpart in ND4J. */
public enum NumberType {
  /** One byte, 0 or 1. */
  BOOL("b1", 1, DataType.BOOL),
  /** Signed, 8 bits. */
  INT8("i1", 1, DataType.INT8),
  /** Unsigned, 8 bits. */
  UINT8("u1", 1, DataType.UINT8),
  /** Signed, 16 bits. */
  INT16("i2", 2, DataType.INT16),
  /** Unsigned, 16 bits. */
  UINT16("u2", 2, DataType.UINT16),
  /** Signed, 32 bits. */
  INT32("i4", 4, DataType.INT32),
  /** Unsigned, 32 bits. */
  UINT32("u4", 4, DataType.UINT32),
  /** Signed, 64 bits. */
  INT64("i8", 8, DataType.INT64),
  /** Unsigned, 64 bits. */
  UINT64("u8", 8, DataType.UINT64),
  /** IEEE 754 half precision. */
  FLOAT16("f2", 2, DataType.FLOAT16),
  /** The upper half of a 32-bit float; NumPy has no such type, PyTorch has. */
  BFLOAT16("", 2, DataType.BFLOAT16),
  /** IEEE 754 single precision. */
  FLOAT32("f4", 4, DataType.FLOAT),
  /** IEEE 754 double precision. */
  FLOAT64("f8", 8, DataType.DOUBLE);

  private final String code;
  private final int bytes;
  private final DataType dataType;

  NumberType(String code, int bytes, DataType dataType) {
    this.code = code;
    this.bytes = bytes;
    this.dataType = dataType;
  }

  /** NumPy's code without the byte order, such as {@code f4}; empty where NumPy has no such type. */
  String code() {
    return code;
  }

  /**
   * The width of one number.
   *
   * @return bytes, 1 to 8
   */
  public int bytes() {
    return bytes;
  }

  /**
   * The same kind of number in ND4J.
   *
   * @return the data type
   */
  public DataType dataType() {
    return dataType;
  }

  /**
   * Whether numbers of this type may have a fraction.
   *
   * @return true for the four kinds of floating point
   */
  public boolean isFloatingPoint() {
    return this == FLOAT16 || this == BFLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /**
   * The type of an ND4J array.
   *
   * @param dataType ND4J's type of a number or truth value
   * @return the counterpart
   * @throws IllegalArgumentException for texts and other types that are no numbers
   */
  public static NumberType of(DataType dataType) {
    for (NumberType type : values()) {
      if (type.dataType == dataType) {
        return type;
      }
    }
    throw new IllegalArgumentException("not a type of numbers: " + dataType);
  }
}
