package org.automtl4j.data.metric;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.internal.EvaluatedBatch;
import org.automtl4j.data.metric.internal.Means;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Depth p against the true depth g, as Eigen, Puhrsch and Fergus (2014) introduced it.
 *
 * <ul>
 *   <li>{@code abs_error}: mean of |p - g| in the label's unit, {@code rel_error}: mean of |p - g| / g where g &gt; 0; both means of each batch weighted by
 *       the batch's size.
 *   <li>{@code delta_1}, {@code delta_2}, {@code delta_3}: per cent of positions with max(p/g, g/p) at most 1.25, 1.25^2, 1.25^3. A prediction of 0 or less
 *       is never within.
 *   <li>{@code rmse}: root of the mean of (p - g)^2; {@code log_rmse}: the same of ln p - ln g where g &gt; 0, with p at least 0.001.
 * </ul>
 */
public final class DepthMetric implements TaskMetric {
  private static final double LEAST_LOG = 1e-3;
  private static final int THRESHOLDS = 3;

  private final Task task;
  private Means absolute;
  private Means relative;
  private Means squares;
  private Means logSquares;
  private Means[] within;

  /**
   * @param task a depth
   */
  public DepthMetric(Task task) {
    this.task = task;
    reset();
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    EvaluatedBatch batch = new EvaluatedBatch(prediction, label, mask, task.ignore());
    Means batchAbsolute = new Means();
    Means batchRelative = new Means();
    for (int n = 0; n < batch.size(); n++) {
      for (int i = 0; i < batch.positions(); i++) {
        if (batch.isValid(n, i)) {
          double p = batch.prediction(n, 0, i);
          double g = batch.label(n, 0, i);
          batchAbsolute.add(Math.abs(p - g));
          squares.add((p - g) * (p - g));
          if (g > 0) {
            batchRelative.add(Math.abs(p - g) / g);
            logSquares.add(Math.pow(Math.log(Math.max(p, LEAST_LOG)) - Math.log(g), 2));
          }
          double ratio = p > 0 && g > 0 ? Math.max(p / g, g / p) : Double.POSITIVE_INFINITY;
          for (int k = 0; k < THRESHOLDS; k++) {
            within[k].add(ratio <= Math.pow(1.25, k + 1) ? 100 : 0);
          }
        }
      }
    }
    absolute.addBatch(batchAbsolute, batch.size());
    relative.addBatch(batchRelative, batch.size());
  }

  @Override
  public List<MetricValue> values() {
    return List.of(
        new MetricValue("abs_error", absolute.mean(), false),
        new MetricValue("rel_error", relative.mean(), false),
        new MetricValue("delta_1", within[0].mean(), true),
        new MetricValue("delta_2", within[1].mean(), true),
        new MetricValue("delta_3", within[2].mean(), true),
        new MetricValue("rmse", Math.sqrt(squares.mean()), false),
        new MetricValue("log_rmse", Math.sqrt(logSquares.mean()), false));
  }

  @Override
  public void reset() {
    absolute = new Means();
    relative = new Means();
    squares = new Means();
    logSquares = new Means();
    within = new Means[] {new Means(), new Means(), new Means()};
  }
}
