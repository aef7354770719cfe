package org.automtl4j.graph.model.published;

import java.io.IOException;
import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.npy.NumberType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor of a {@link TorchFile}: a view of a block of numbers, which stay in the file until they are asked for. Where the tensor lived (CPU or GPU) does not
 * matter. Immutable, and safe to use from several threads.
 */
public final class TorchTensor {
  private final Storage storage;
  private final NumberType type;
  private final long offset;
  private final long[] shape;
  private final long[] strides;

  /** Sizes, strides and offset have been checked against the storage. */
  TorchTensor(Storage storage, NumberType type, long offset, long[] shape, long[] strides) {
    this.storage = storage;
    this.type = type;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
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
   * Reads the numbers.
   *
   * @return the tensor's numbers in C order
   * @throws InvalidInputException if the file cannot be read any more, or the tensor is larger than 2 GiB
   */
  public NumberArray numbers() {
    try {
      byte[] seen = storage.archive().read(storage, offset * type.bytes(), spanned());
      return NumberArray.ofView(type, shape, strides, seen, storage.archive().byteOrder());
    } catch (IOException | PickleException e) {
      throw new InvalidInputException(storage.archive().file() + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** The bytes from the first number that the view sees to the last one. */
  private int spanned() {
    long last = 0;
    long elements = 1;
    for (int dimension = 0; dimension < shape.length; dimension++) {
      last += (shape[dimension] - 1) * strides[dimension];
      elements *= shape[dimension];
    }
    long bytes = elements == 0 ? 0 : (last + 1) * type.bytes();
    if (Math.max(bytes, elements * type.bytes()) > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(
          storage.archive().file() + ": a tensor of shape " + Arrays.toString(shape) + " is larger than 2 GiB, the most that can be read");
    }
    return (int) bytes;
  }

  /**
   * Reads the tensor into ND4J.
   *
   * @return a new array of the same type and shape, in C order
   * @throws InvalidInputException if the file cannot be read any more, or the tensor is larger than 2 GiB
   */
  public INDArray array() {
    return numbers().toINDArray();
  }

  /**
   * Reads the tensor into ND4J.
   *
   * @param target the type of number to convert to
   * @return a new array of that type and the same shape, in C order
   * @throws InvalidInputException if the file cannot be read any more, or the tensor is larger than 2 GiB
   */
  public INDArray array(DataType target) {
    return numbers().toINDArray(target);
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
