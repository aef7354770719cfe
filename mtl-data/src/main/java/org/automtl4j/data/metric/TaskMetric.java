package org.automtl4j.data.metric;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Collects the figures of one task over a data set, batch by batch. Belongs to one thread. */
public interface TaskMetric {

  /**
   * Adds a batch. The prediction is brought to the label's size (nearest neighbour).
   *
   * @param prediction dense kinds [N, C, h, w], others [N, C]: what the head gives
   * @param label dense kinds [N, K, H, W], others [N, K]
   * @param mask [N, any, H, W] or [N, any]: only channel 0 is read; a position counts if it is 1 after truncation to a whole number
   */
  void add(INDArray prediction, INDArray label, Optional<INDArray> mask);

  /** @return the figures over everything added since the last reset, always the same names in the same order */
  List<MetricValue> values();

  /** Forgets everything. */
  void reset();
}
