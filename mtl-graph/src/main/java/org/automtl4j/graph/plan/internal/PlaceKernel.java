package org.automtl4j.graph.plan.internal;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarSet;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Puts an array into certain places of a larger one that is 0 elsewhere: the reverse of a slice. ND4J's own operation puts a slice of one element into the first place,
 * wherever it came from.
 *
 * @param begin the first place in each dimension
 * @param steps the distance of the places in each dimension, positive
 */
record PlaceKernel(long[] begin, long[] steps) implements Kernel {
  @Override
  public String name() {
    return "place";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray part = inputs[0];
    INDArray whole = outputs[0];
    ScalarSet zero = new ScalarSet();
    zero.setScalar(Nd4j.scalar(whole.dataType(), 0));
    Call clear = new LegacyKernel(zero).bind(outputs, outputs);
    Call copy = new LegacyKernel(new Assign()).bind(inputs, new INDArray[] {places(whole, part.shape())});
    return part.length() == whole.length() ? copy : new Call() {
      @Override
      public void run() {
        clear.run();
        copy.run();
      }

      @Override
      public void close() {
        clear.close();
        copy.close();
      }
    };
  }

  private INDArray places(INDArray whole, long[] shape) {
    long[] strides = Strides.of(whole.shape());
    long offset = whole.offset();
    for (int d = 0; d < strides.length; d++) {
      offset += begin[d] * strides[d];
      strides[d] *= steps[d];
    }
    return Nd4j.create(whole.data(), shape, strides, offset, 'c', whole.dataType());
  }
}
