package org.automtl4j.train.checkpoint;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.automtl4j.train.optimizer.FlatValues;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves numbers between arrays and streams, block by block, in little-endian bytes and 'c' order. */
final class NumberStream {
  private static final int BLOCK = 1 << 16;

  private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

  void write(OutputStream out, INDArray array) throws IOException {
    INDArray plain = array.isView() || array.ordering() != 'c' ? array.dup('c') : array;
    Nd4j.getAffinityManager().ensureLocation(plain, AffinityManager.Location.HOST);
    int length = Math.toIntExact(plain.length());
    if (plain.dataType() == DataType.DOUBLE) {
      write(out, plain.data().asNioDouble().slice(), length);
    } else if (plain.dataType() == DataType.FLOAT) {
      write(out, plain.data().asNioFloat().slice(), length);
    } else {
      throw new IllegalArgumentException("parameters are FLOAT or DOUBLE, found " + plain.dataType());
    }
  }

  void write(OutputStream out, FlatValues values) throws IOException {
    if (values instanceof FlatValues.Doubles doubles) {
      write(out, DoubleBuffer.wrap(doubles.array()), doubles.length());
    } else if (values instanceof FlatValues.Floats floats) {
      write(out, FloatBuffer.wrap(floats.array()), floats.length());
    }
  }

  private void write(OutputStream out, FloatBuffer numbers, int length) throws IOException {
    int capacity = BLOCK / Float.BYTES;
    for (int from = 0; from < length; from += capacity) {
      int count = Math.min(capacity, length - from);
      bytes.clear();
      bytes.asFloatBuffer().put(numbers.duplicate().position(from).limit(from + count));
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  private void write(OutputStream out, DoubleBuffer numbers, int length) throws IOException {
    int capacity = BLOCK / Double.BYTES;
    for (int from = 0; from < length; from += capacity) {
      int count = Math.min(capacity, length - from);
      bytes.clear();
      bytes.asDoubleBuffer().put(numbers.duplicate().position(from).limit(from + count));
      out.write(bytes.array(), 0, count * Double.BYTES);
    }
  }

  INDArray array(DataInputStream in, DataType type, long[] shape) throws IOException {
    long length = 1;
    for (long size : shape) {
      length = Math.multiplyExact(length, size);
    }
    FlatValues values = values(in, type, Math.toIntExact(length));
    return values instanceof FlatValues.Doubles doubles
        ? Nd4j.create(doubles.array(), shape, DataType.DOUBLE)
        : Nd4j.create(((FlatValues.Floats) values).array(), shape, DataType.FLOAT);
  }

  FlatValues values(DataInputStream in, DataType type, int length) throws IOException {
    if (type == DataType.DOUBLE) {
      double[] numbers = new double[length];
      for (int from = 0; from < length; from += BLOCK / Double.BYTES) {
        int count = Math.min(BLOCK / Double.BYTES, length - from);
        fill(in, count * Double.BYTES);
        bytes.asDoubleBuffer().get(numbers, from, count);
      }
      return new FlatValues.Doubles(numbers);
    }
    float[] numbers = new float[length];
    for (int from = 0; from < length; from += BLOCK / Float.BYTES) {
      int count = Math.min(BLOCK / Float.BYTES, length - from);
      fill(in, count * Float.BYTES);
      bytes.asFloatBuffer().get(numbers, from, count);
    }
    return new FlatValues.Floats(numbers);
  }

  private void fill(DataInputStream in, int count) throws IOException {
    bytes.clear();
    if (in.readNBytes(bytes.array(), 0, count) < count) {
      throw new EOFException("the numbers end too early");
    }
  }
}
