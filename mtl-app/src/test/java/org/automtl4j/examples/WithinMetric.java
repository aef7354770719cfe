package org.automtl4j.examples;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.TaskMetric;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A metric of your own, for depth: the share of pixels whose prediction is at most {@code limit} metres off. */
public final class WithinMetric implements TaskMetric {
  private final double limit;
  private long near;
  private long all;

  /**
   * @param limit metres
   */
  public WithinMetric(double limit) {
    this.limit = limit;
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    int height = (int) label.size(2);
    int width = (int) label.size(3);
    for (int n = 0; n < label.size(0); n++) {
      for (int y = 0; y < height; y++) {
        int row = Resize.nearestIndex(y, (int) prediction.size(2), height); // predictions are smaller than labels
        for (int x = 0; x < width; x++) {
          int column = Resize.nearestIndex(x, (int) prediction.size(3), width);
          double truth = label.getDouble(n, 0, y, x);
          if (truth > 0 && (mask.isEmpty() || mask.get().getInt(n, 0, y, x) == 1)) {
            near += Math.abs(prediction.getDouble(n, 0, row, column) - truth) <= limit ? 1 : 0;
            all++;
          }
        }
      }
    }
  }

  @Override
  public List<MetricValue> values() {
    return List.of(new MetricValue("within", all == 0 ? Double.NaN : (double) near / all, true));
  }

  @Override
  public void reset() {
    near = 0;
    all = 0;
  }
}
