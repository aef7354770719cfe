package org.automtl4j.graph.initializer;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.automtl4j.core.RandomStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where the first numbers of a parameter come from: every element is drawn independently of the others. */
@FunctionalInterface
public interface Initializer {

  /**
   * @param random the parameter's own stream
   * @return the next element
   */
  double next(RandomStream random);

  /**
   * @param value every element
   * @return an initialiser that draws nothing
   */
  static Initializer constant(double value) {
    return random -> value;
  }

  /**
   * @param bound positive
   * @return uniform in [-bound, bound)
   */
  static Initializer uniform(double bound) {
    return random -> random.uniform(-bound, bound);
  }

  /**
   * @param deviation standard deviation
   * @return normal with mean 0
   */
  static Initializer normal(double deviation) {
    return random -> deviation * random.nextGaussian();
  }

  /**
   * A multiple of the identity for a kernel [1, 1, inputs, outputs]: output o is the factor times input o, and 0 where there is no such input.
   *
   * @param factor what the diagonal holds
   * @return an initialiser that draws nothing and fills whole kernels only
   */
  static Initializer identity(double factor) {
    return new Identity(factor);
  }

  /**
   * A new array filled in C order.
   *
   * @param type float or double
   * @param random where the numbers come from
   * @param shape the array's shape
   * @return the array
   */
  default INDArray create(DataType type, RandomStream random, long... shape) {
    int length = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (type == DataType.FLOAT && Nd4j.getEnvironment().isCPU()) {
      INDArray array = Nd4j.createUninitialized(type, shape, 'c');
      FloatBuffer memory = array.data().asNioFloat(); // a large copy on the Java heap would stay there for long
      for (int i = 0; i < length; i++) {
        memory.put((float) next(random));
      }
      Reference.reachabilityFence(array); // which the buffer does not keep
      return array;
    }
    if (type == DataType.FLOAT) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) next(random);
      }
      return Nd4j.create(values, shape, 'c');
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = next(random);
    }
    return Nd4j.create(values, shape, 'c').castTo(type);
  }
}
