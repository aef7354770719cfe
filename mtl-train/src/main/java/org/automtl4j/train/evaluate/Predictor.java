package org.automtl4j.train.evaluate;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Something that answers for all tasks at once. */
@FunctionalInterface
public interface Predictor {

  /**
   * @param images [N, C, H, W]
   * @return by task the head's output, at the head's resolution; valid until the next call
   */
  Map<String, INDArray> outputs(INDArray images);
}
