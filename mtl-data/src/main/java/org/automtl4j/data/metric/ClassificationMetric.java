package org.automtl4j.data.metric;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.internal.EvaluatedBatch;
import org.automtl4j.data.metric.internal.Means;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Classification: {@code accuracy} is the share of images whose largest logit (the first of equals) is that of the true class. */
public final class ClassificationMetric implements TaskMetric {
  private final Task task;
  private Means right = new Means();

  /**
   * @param task a classification
   */
  public ClassificationMetric(Task task) {
    this.task = task;
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    EvaluatedBatch batch = new EvaluatedBatch(prediction, label, mask, task.ignore());
    for (int n = 0; n < batch.size(); n++) {
      if (batch.isValid(n, 0)) {
        right.add(batch.predictedClass(n, 0) == (int) batch.label(n, 0, 0) ? 1 : 0);
      }
    }
  }

  @Override
  public List<MetricValue> values() {
    return List.of(new MetricValue("accuracy", right.mean(), true));
  }

  @Override
  public void reset() {
    right = new Means();
  }
}
