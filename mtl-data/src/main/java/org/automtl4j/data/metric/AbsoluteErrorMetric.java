package org.automtl4j.data.metric;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.internal.EvaluatedBatch;
import org.automtl4j.data.metric.internal.Means;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers p against true numbers g: key points, edges, regression. {@code abs_error}: mean of |p - g|, a mean of each batch weighted by the batch's size;
 * {@code rmse}: root of the mean of (p - g)^2 over everything.
 */
public final class AbsoluteErrorMetric implements TaskMetric {
  private final Task task;
  private Means absolute = new Means();
  private Means squares = new Means();

  /**
   * @param task key points, edges or regression
   */
  public AbsoluteErrorMetric(Task task) {
    this.task = task;
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    EvaluatedBatch batch = new EvaluatedBatch(prediction, label, mask, task.ignore());
    Means batchAbsolute = new Means();
    for (int n = 0; n < batch.size(); n++) {
      for (int i = 0; i < batch.positions(); i++) {
        for (int c = 0; batch.isValid(n, i) && c < batch.channels(); c++) {
          double difference = batch.prediction(n, c, i) - batch.label(n, c, i);
          batchAbsolute.add(Math.abs(difference));
          squares.add(difference * difference);
        }
      }
    }
    absolute.addBatch(batchAbsolute, batch.size());
  }

  @Override
  public List<MetricValue> values() {
    return List.of(new MetricValue("abs_error", absolute.mean(), false), new MetricValue("rmse", Math.sqrt(squares.mean()), false));
  }

  @Override
  public void reset() {
    absolute = new Means();
    squares = new Means();
  }
}
