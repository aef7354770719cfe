package org.automtl4j.plan.internal.kernel;

import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts an array into certain places of a larger one that is 0 elsewhere: the reverse of a slice. ND4J's own operation puts a slice of one element into the
 * first place, wherever it came from.
 *
 * @param begin the first place in each dimension
 * @param steps the distance of the places in each dimension, positive
 */
public record PlaceKernel(long[] begin, long[] steps) implements Kernel {
  @Override
  public String name() {
    return "place";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray part = inputs[0];
    INDArray whole = outputs[0];
    Call copy = Views.copy(part, Views.places(whole, begin, steps, part.shape()));
    return part.length() == whole.length() ? copy : Views.sequence(List.of(Views.clear(whole), copy));
  }
}
