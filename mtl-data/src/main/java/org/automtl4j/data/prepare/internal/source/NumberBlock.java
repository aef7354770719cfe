package org.automtl4j.data.prepare.internal.source;

import org.automtl4j.core.InvalidInputException;

/**
 * Nested arrays of a HDF5 slice as one Java array, whole rows at a time. Numbers are not fetched one by one through {@code java.lang.reflect.Array}: compiled
 * loops of that kind have ended the JVM at the size of real pictures.
 */
final class NumberBlock {
  private final String where;
  private final int size;

  private NumberBlock(String where, int size) {
    this.where = where;
    this.size = size;
  }

  /**
   * @param nested nested arrays of whole numbers
   * @param size how many numbers there must be
   * @param where what is read, for messages
   * @return the numbers, those of the last dimension side by side
   */
  static int[] ints(Object nested, int size, String where) {
    int[] numbers = new int[size];
    new NumberBlock(where, size).read(nested, (row, at) -> copy(row, numbers, at, where));
    return numbers;
  }

  /**
   * @param nested nested arrays of numbers
   * @param size how many numbers there must be
   * @param where what is read, for messages
   * @return the numbers, those of the last dimension side by side, rounded to 32 bits
   */
  static float[] floats(Object nested, int size, String where) {
    float[] numbers = new float[size];
    new NumberBlock(where, size).read(nested, (row, at) -> copy(row, numbers, at, where));
    return numbers;
  }

  private interface Copy {
    int apply(Object row, int at);
  }

  private void read(Object nested, Copy copy) {
    int found;
    try {
      found = fill(nested, 0, copy);
    } catch (IndexOutOfBoundsException e) {
      throw new InvalidInputException(where + ": found more than " + size + " numbers", e);
    }
    if (found != size) {
      throw new InvalidInputException(where + ": found " + found + " numbers, expected " + size);
    }
  }

  private int fill(Object nested, int at, Copy copy) {
    if (!(nested instanceof Object[] parts)) {
      return copy.apply(nested, at);
    }
    int to = at;
    for (Object part : parts) {
      to = fill(part, to, copy);
    }
    return to;
  }

  private static int copy(Object row, int[] to, int at, String where) {
    if (row instanceof int[] numbers) {
      System.arraycopy(numbers, 0, to, at, numbers.length);
      return at + numbers.length;
    }
    if (row instanceof short[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        to[at + i] = numbers[i];
      }
      return at + numbers.length;
    }
    if (row instanceof byte[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        to[at + i] = numbers[i];
      }
      return at + numbers.length;
    }
    throw new InvalidInputException(where + ": found numbers of the type " + row.getClass().getComponentType() + ", allowed: whole numbers of at most 32 bits");
  }

  private static int copy(Object row, float[] to, int at, String where) {
    if (row instanceof float[] numbers) {
      System.arraycopy(numbers, 0, to, at, numbers.length);
      return at + numbers.length;
    }
    if (row instanceof double[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        to[at + i] = (float) numbers[i];
      }
      return at + numbers.length;
    }
    throw new InvalidInputException(where + ": found numbers of the type " + row.getClass().getComponentType() + ", allowed: floating-point numbers");
  }
}
