package org.automtl4j.data.metric;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.data.metric.internal.CornerResize;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A metric of dense predictions that are brought to the size of their labels bilinearly, with fixed corners, not to the nearest: as NDDR-CNN and MTL-NAS measure. */
public final class LabelSizeMetric implements TaskMetric {
  private final TaskMetric metric;

  /**
   * @param metric of the resized predictions
   */
  public LabelSizeMetric(TaskMetric metric) {
    this.metric = Objects.requireNonNull(metric, "metric");
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    if (label.rank() != 4) {
      metric.add(prediction, label, mask);
      return;
    }
    try (INDArray resized = CornerResize.of(prediction, (int) label.size(2), (int) label.size(3))) {
      metric.add(resized, label, mask);
    }
  }

  @Override
  public List<MetricValue> values() {
    return metric.values();
  }

  @Override
  public void reset() {
    metric.reset();
  }
}
