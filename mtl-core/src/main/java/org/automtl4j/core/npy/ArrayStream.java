package org.automtl4j.core.npy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves the numbers of arrays, FLOAT or DOUBLE, between their own memory and streams in 'c' order, through one small block: whatever the size of the arrays, Java's heap holds
 * no more than that block. Not thread-safe.
 */
public final class ArrayStream {
  private static final int BLOCK = 1 << 16;

  private final ByteBuffer bytes;

  /** @param order of the bytes of each number in the stream */
  public ArrayStream(ByteOrder order) {
    this.bytes = ByteBuffer.allocate(BLOCK).order(order);
  }

  /**
   * @param array what to write
   * @return whether this class moves its numbers
   */
  public static boolean takes(INDArray array) {
    return array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE;
  }

  /**
   * Writes all numbers of an array.
   *
   * @param out where to
   * @param array FLOAT or DOUBLE; one that is not contiguous is copied first
   * @throws IOException if they cannot be written
   * @throws IllegalArgumentException for another type
   */
  public void write(OutputStream out, INDArray array) throws IOException {
    if (!takes(array)) {
      throw new IllegalArgumentException("only FLOAT and DOUBLE can be streamed, found " + array.dataType());
    }
    if (isContiguous(array)) {
      writeContiguous(out, array);
      return;
    }
    // Closed at once: the collector of Java's heap would not hurry, since the numbers do not lie there.
    try (INDArray copy = array.dup('c')) {
      writeContiguous(out, copy);
    }
  }

  private void writeContiguous(OutputStream out, INDArray array) throws IOException {
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    boolean single = array.dataType() == DataType.FLOAT;
    int width = array.dataType().width();
    for (long from = 0; from < array.length(); from += BLOCK / width) {
      int count = (int) Math.min(BLOCK / width, array.length() - from);
      bytes.clear();
      if (single) {
        bytes.asFloatBuffer().put(floats(array, from, count));
      } else {
        bytes.asDoubleBuffer().put(doubles(array, from, count));
      }
      out.write(bytes.array(), 0, count * width);
    }
    Reference.reachabilityFence(array); // which its buffers do not keep
  }

  /**
   * Reads as many numbers as an array has.
   *
   * @param in where from
   * @param type FLOAT or DOUBLE
   * @param shape of the array
   * @return a new array in 'c' order with these numbers
   * @throws IOException if they cannot be read, also where the stream ends too early
   */
  public INDArray read(InputStream in, DataType type, long... shape) throws IOException {
    INDArray array = Nd4j.createUninitialized(type, shape, 'c');
    try {
      fill(in, array);
      return array;
    } catch (IOException e) {
      array.close();
      throw e;
    }
  }

  private void fill(InputStream in, INDArray array) throws IOException {
    boolean single = array.dataType() == DataType.FLOAT;
    int width = array.dataType().width();
    for (long from = 0; from < array.length(); from += BLOCK / width) {
      int count = (int) Math.min(BLOCK / width, array.length() - from);
      if (in.readNBytes(bytes.array(), 0, count * width) < count * width) {
        throw new EOFException("the numbers end too early");
      }
      bytes.clear().limit(count * width);
      if (single) {
        floats(array, from, count).put(bytes.asFloatBuffer());
      } else {
        doubles(array, from, count).put(bytes.asDoubleBuffer());
      }
    }
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    Reference.reachabilityFence(array);
  }

  // Buffers begin at the block: one of a whole array could not reach beyond the first two gigabytes.

  private static FloatBuffer floats(INDArray array, long from, int count) {
    return new FloatPointer(array.data().pointer()).getPointer(array.offset() + from).position(0).limit(count).asBuffer();
  }

  private static DoubleBuffer doubles(INDArray array, long from, int count) {
    return new DoublePointer(array.data().pointer()).getPointer(array.offset() + from).position(0).limit(count).asBuffer();
  }

  private static boolean isContiguous(INDArray array) {
    long expected = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= array.size(axis);
    }
    return true;
  }
}
