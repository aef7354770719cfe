package org.automtl4j.graph.initializer;

import org.automtl4j.graph.RandomStream;
import org.nd4j.linalg.api.buffer.DataBuffer;
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
   * A new array filled in C order.
   *
   * @param type float or double
   * @param random where the numbers come from
   * @param shape the array's shape
   * @return the array
   */
  default INDArray create(DataType type, RandomStream random, long... shape) {
    INDArray array = Nd4j.createUninitialized(type, shape, 'c');
    DataBuffer data = array.data();
    for (long i = 0; i < array.length(); i++) {
      data.put(i, next(random));
    }
    return array;
  }
}
