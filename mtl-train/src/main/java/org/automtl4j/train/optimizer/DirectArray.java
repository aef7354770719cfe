package org.automtl4j.train.optimizer;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Block-wise access to the numbers of an array, through its own memory: two copies per block instead of a native call per number. On a backend whose arrays
 * live on a device, the numbers are fetched before and marked as changed after; this class is the only one in the package that knows.
 */
final class DirectArray {
  private final INDArray array;

  private DirectArray(INDArray array) {
    this.array = array;
  }

  /** For reading; an array that is not contiguous is copied first. */
  static DirectArray reader(String name, INDArray array) {
    return new DirectArray(host(name, isContiguous(array) ? array : array.dup('c')));
  }

  /** For reading and writing in place. */
  static DirectArray writer(String name, INDArray array) {
    if (!isContiguous(array)) {
      throw new IllegalArgumentException("parameter '" + name + "' is not contiguous in 'c' order and cannot be changed in place");
    }
    return new DirectArray(host(name, array));
  }

  private static INDArray host(String name, INDArray array) {
    if (array.dataType() != DataType.FLOAT && array.dataType() != DataType.DOUBLE) {
      throw new IllegalArgumentException("parameter '" + name + "' is of type " + array.dataType() + "; FLOAT and DOUBLE can be trained");
    }
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    return array;
  }

  static boolean isContiguous(INDArray array) {
    long expected = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= array.size(axis);
    }
    return true;
  }

  /** Tells the backend that the numbers have changed. */
  void changed() {
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    keep();
  }

  /** The numbers were needed up to here. A buffer does not keep the array, and the memory of one that nobody holds any more goes back at the next collection. */
  void keep() {
    Reference.reachabilityFence(array);
  }

  int length() {
    return Math.toIntExact(array.length());
  }

  // Whoever works on a buffer calls changed() or keep() afterwards.
  // Buffers begin at the array: one of the whole block that it may lie in could not reach beyond the first two gigabytes.

  FloatBuffer floats() {
    return new FloatPointer(array.data().pointer()).getPointer(array.offset()).position(0).limit(array.length()).asBuffer();
  }

  DoubleBuffer doubles() {
    return new DoublePointer(array.data().pointer()).getPointer(array.offset()).position(0).limit(array.length()).asBuffer();
  }

  /** The numbers' bytes as they lie in memory. */
  ByteBuffer bytes() {
    int width = array.dataType().width();
    return new BytePointer(array.data().pointer()).getPointer(array.offset() * width).position(0).limit(array.length() * width).asByteBuffer();
  }
}
