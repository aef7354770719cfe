package org.automtl4j.train.optimizer;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers of one parameter in 'c' order, in the precision of the parameter. Compared by content. */
public sealed interface FlatValues {

  /** @return how many */
  int length();

  /**
   * @param index from 0
   * @return that number
   */
  double at(int index);

  /** @return a new array of rank 1 with these numbers */
  INDArray toArray();

  /**
   * @param array FLOAT or DOUBLE, contiguous
   * @return a copy of its numbers
   */
  static FlatValues of(INDArray array) {
    return array.dataType() == DataType.DOUBLE ? new Doubles(array.data().asDouble()) : new Floats(array.data().asFloat());
  }

  /**
   * Single precision.
   *
   * @param array the numbers themselves, not a copy
   */
  record Floats(float[] array) implements FlatValues {
    @Override
    public int length() {
      return array.length;
    }

    @Override
    public double at(int index) {
      return array[index];
    }

    @Override
    public INDArray toArray() {
      return Nd4j.createFromArray(array);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats floats && Arrays.equals(array, floats.array);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
      return "Floats[" + array.length + "]";
    }
  }

  /**
   * Double precision.
   *
   * @param array the numbers themselves, not a copy
   */
  record Doubles(double[] array) implements FlatValues {
    @Override
    public int length() {
      return array.length;
    }

    @Override
    public double at(int index) {
      return array[index];
    }

    @Override
    public INDArray toArray() {
      return Nd4j.createFromArray(array);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Doubles doubles && Arrays.equals(array, doubles.array);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
      return "Doubles[" + array.length + "]";
    }
  }
}
