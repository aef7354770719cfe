package org.automtl4j.graph.initializer;

import java.util.Arrays;
import org.automtl4j.core.RandomStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A multiple of the identity, which is more than each element by itself: only whole kernels can be filled. */
record Identity(double factor) implements Initializer {

  @Override
  public double next(RandomStream random) {
    throw new UnsupportedOperationException("the elements of an identity depend on their places; use create()");
  }

  @Override
  public INDArray create(DataType type, RandomStream random, long... shape) {
    if (shape.length != 4 || shape[0] != 1 || shape[1] != 1) {
      throw new IllegalArgumentException("an identity is a kernel [1, 1, inputs, outputs], found shape " + Arrays.toString(shape));
    }
    INDArray kernel = Nd4j.zeros(type, shape);
    for (long i = 0; i < Math.min(shape[2], shape[3]); i++) {
      kernel.putScalar(new long[] {0, 0, i, i}, factor);
    }
    return kernel;
  }
}
