package org.automtl4j.train.balance.internal;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows of numbers in one block beside Java's heap, FLOAT or DOUBLE, read and written as doubles in pieces of at most {@link #BLOCK}. The only class of balancing that reaches an array's
 * memory; where that lies on a device, numbers are fetched before and marked as changed after.
 */
public final class RowArray implements AutoCloseable {
  /** The longest piece; sums over rows are taken in pieces of this length, so that they have the same bits at any time. */
  public static final int BLOCK = 1 << 13;

  private final INDArray array;
  private final boolean single;
  private final float[] floats;

  private RowArray(INDArray array) {
    this.array = array;
    this.single = array.dataType() == DataType.FLOAT;
    this.floats = new float[single ? BLOCK : 0];
  }

  /** Rows of zeros. */
  public static RowArray zeros(DataType type, int rows, long length) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("rows are FLOAT or DOUBLE, found " + type);
    }
    return new RowArray(Nd4j.create(type, rows, length));
  }

  /** The rows of an array [rows, length], which are copied. */
  public static RowArray copyOf(INDArray array) {
    return new RowArray(array.dup('c'));
  }

  /** The very array, [rows, length]. */
  public INDArray array() {
    return array;
  }

  /** Reads {@code count} numbers of a row, from the one at {@code first} on. */
  public void read(int row, long first, int count, double[] into) {
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    long start = array.offset() + row * array.size(1) + first;
    if (single) {
      new FloatPointer(array.data().pointer()).getPointer(start).position(0).limit(count).asBuffer().get(floats, 0, count);
      for (int i = 0; i < count; i++) {
        into[i] = floats[i];
      }
    } else {
      new DoublePointer(array.data().pointer()).getPointer(start).position(0).limit(count).asBuffer().get(into, 0, count);
    }
  }

  /** Writes {@code count} numbers of a row, from the one at {@code first} on. */
  public void write(int row, long first, int count, double[] from) {
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    long start = array.offset() + row * array.size(1) + first;
    if (single) {
      for (int i = 0; i < count; i++) {
        floats[i] = (float) from[i];
      }
      new FloatPointer(array.data().pointer()).getPointer(start).position(0).limit(count).asBuffer().put(floats, 0, count);
    } else {
      new DoublePointer(array.data().pointer()).getPointer(start).position(0).limit(count).asBuffer().put(from, 0, count);
    }
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
  }

  /** Copies all numbers of an array, in C order, into a row. */
  public void put(int row, long first, INDArray numbers) {
    if (Shape.hasDefaultStridesForShape(numbers)) {
      putInOrder(row, first, numbers);
    } else {
      // Of an array with a dimension of size 1 the copy may have other strides than usual ones, but its numbers lie in order.
      try (INDArray copy = numbers.dup('c')) {
        putInOrder(row, first, copy);
      }
    }
  }

  private void putInOrder(int row, long first, INDArray numbers) {
    RowArray source = new RowArray(numbers.reshape('c', 1, numbers.length()));
    double[] block = new double[BLOCK];
    for (long from = 0; from < numbers.length(); from += BLOCK) {
      int count = (int) Math.min(BLOCK, numbers.length() - from);
      source.read(0, from, count, block);
      write(row, first + from, count, block);
    }
  }

  /** Sets a row to zeros. */
  public void clear(int row) {
    array.slice(row).assign(0);
  }

  @Override
  public void close() {
    array.close();
  }
}
