package org.automtl4j.graph.model.internal.step;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The numbers behind a {@link Weight}. */
public final class WeightNumbers {
  private WeightNumbers() {}

  /**
   * @param sd the graph that has the parameters
   * @param weight which of them
   * @return a copy in C order, of the weight's shape
   */
  public static INDArray of(SameDiff sd, Weight weight) {
    INDArray array = sd.getVariable(weight.parameter()).getArr();
    if (!weight.isWhole()) {
      INDArrayIndex[] range = new INDArrayIndex[array.rank()];
      Arrays.fill(range, NDArrayIndex.all());
      range[range.length - 1] = NDArrayIndex.interval(weight.from(), weight.to());
      array = array.get(range);
    }
    return array.dup('c').reshape('c', weight.shape().stream().mapToLong(Long::longValue).toArray());
  }
}
