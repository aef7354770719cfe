package org.automtl4j.train.optimizer;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Numbers of one parameter in 'c' order, in the precision of the parameter. Compared by content. */
public sealed interface FlatValues {

  /** @return how many */
  int length();

  /**
   * @param index from 0
   * @return that number
   */
  double at(int index);

  /** @return a copy that shares nothing with this one */
  FlatValues copy();

  /**
   * @param type FLOAT or DOUBLE
   * @param length how many
   * @return zeros
   */
  static FlatValues zeros(DataType type, int length) {
    return type == DataType.DOUBLE ? new Doubles(new double[length]) : new Floats(new float[length]);
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
    public FlatValues copy() {
      return new Floats(array.clone());
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
    public FlatValues copy() {
      return new Doubles(array.clone());
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
