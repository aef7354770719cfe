package org.automtl4j.plan.internal.ir;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One array of a plan: its type and shape are known when the plan is built, its memory is given to it afterwards. It is written once in a step, or not at all.
 */
public final class Value {
  /** Where an array comes from. */
  public enum Kind {
    /** A placeholder: memory of the plan, filled by the caller. */
    INPUT,
    /** A variable's own array: memory of the caller, only ever read. */
    PARAMETER,
    /** Known when the plan is built, and never changed. */
    CONSTANT,
    /** Written by a call of the plan. */
    COMPUTED
  }

  private final String name;
  private final Kind kind;
  private final DataType type;
  private final long[] shape;
  private final Value base;
  private INDArray array;

  private Value(String name, Kind kind, DataType type, long[] shape, Value base) {
    this.name = name;
    this.kind = kind;
    this.type = type;
    this.shape = shape.clone();
    this.base = base;
  }

  public static Value of(String name, Kind kind, DataType type, long... shape) {
    return new Value(name, kind, type, shape, null);
  }

  public static Value held(String name, Kind kind, INDArray array) {
    Value value = new Value(name, kind, array.dataType(), array.shape(), null);
    value.array = array;
    return value;
  }

  /**
   * The same memory in another shape of the same length.
   *
   * @param newShape the other shape
   * @return the other view, or this value if it has that shape already
   */
  public Value reshaped(long... newShape) {
    if (length(newShape) != length()) {
      throw new IllegalArgumentException("cannot see " + this + " as " + Arrays.toString(newShape));
    }
    return Arrays.equals(shape, newShape) ? this : new Value(name, kind, type, newShape, base());
  }

  /** @return the same array as another value, so that the two can have gradients of their own */
  public Value alias() {
    return new Value(name, kind, type, shape, base());
  }

  /** @return the name of the variable that it belongs to */
  public String name() {
    return name;
  }

  /** @return where it comes from */
  public Kind kind() {
    return kind;
  }

  /** @return whether its numbers are known when the plan is built */
  public boolean isConstant() {
    return kind == Kind.CONSTANT;
  }

  /** @return the data type */
  public DataType type() {
    return type;
  }

  /** @return the shape */
  public long[] shape() {
    return shape.clone();
  }

  /** @return the number of dimensions */
  public int rank() {
    return shape.length;
  }

  /**
   * @param dimension a dimension, counted from the end if negative
   * @return its size
   */
  public long size(int dimension) {
    return shape[dimension < 0 ? dimension + shape.length : dimension];
  }

  /** @return the number of elements */
  public long length() {
    return length(shape);
  }

  /**
   * @param other another value
   * @return whether both have the same shape
   */
  public boolean sameShape(Value other) {
    return Arrays.equals(shape, other.shape);
  }

  /** @return the value whose memory this one shows: itself unless it is a reshaped one */
  public Value base() {
    return base == null ? this : base;
  }

  /** @return the array; memory must have been given */
  public INDArray array() {
    if (array == null) {
      if (base == null) {
        throw new IllegalStateException("no memory yet for " + this);
      }
      array = base.array().reshape('c', shape); // a view: every array of a plan is contiguous, in C order
    }
    return array;
  }

  /** Looks at the base's memory anew, which may have moved. */
  public void look() {
    if (base != null) {
      array = null;
    }
  }

  public void hold(INDArray memory) {
    array = memory;
  }

  public static long length(long[] shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return length;
  }

  @Override
  public String toString() {
    return "'" + name + "' " + type + Arrays.toString(shape);
  }
}
