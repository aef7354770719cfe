package org.automtl4j.train.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers of one parameter in 'c' order, in the precision of the parameter, beside Java's heap. Compared by content, bit by bit. */
public final class FlatValues implements AutoCloseable {
  private final INDArray array;

  private FlatValues(INDArray array) {
    this.array = array;
  }

  /**
   * @param array FLOAT or DOUBLE, contiguous
   * @return its very numbers, not a copy: they change when the array does
   */
  public static FlatValues of(INDArray array) {
    DirectArray.writer("state", array); // refuses gaps, and types that nobody trains
    return new FlatValues(array);
  }

  /** @return the array itself */
  public INDArray array() {
    return array;
  }

  /** @return the same numbers in an array of their own */
  public FlatValues copy() {
    return new FlatValues(array.dup('c'));
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    array.close();
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof FlatValues values) || array.dataType() != values.array.dataType()) {
      return false;
    }
    DirectArray left = DirectArray.reader("state", array);
    DirectArray right = DirectArray.reader("state", values.array);
    boolean equal = left.bytes().equals(right.bytes());
    left.keep();
    right.keep();
    return equal;
  }

  @Override
  public int hashCode() {
    DirectArray numbers = DirectArray.reader("state", array);
    int hash = numbers.bytes().hashCode();
    numbers.keep();
    return hash;
  }

  @Override
  public String toString() {
    return array.dataType() + "[" + array.length() + "]";
  }
}
