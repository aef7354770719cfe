package org.automtl4j.data.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.internal.EvaluatedBatch;
import org.automtl4j.data.metric.internal.Means;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Angles between vectors as NDDR-CNN and MTL-NAS measure them: those of {@link NormalsMetric}, {@code angle_rmse}, the root of the mean square in degrees, and
 * {@code within_45}, per cent of positions with at most 45 degrees.
 */
public final class AngleMetric implements TaskMetric {
  private static final double LIMIT = 45;
  private final Task task;
  private final NormalsMetric angles;
  private Means squares = new Means();
  private Means within = new Means();

  /**
   * @param task normals
   */
  public AngleMetric(Task task) {
    this.task = task;
    this.angles = new NormalsMetric(task);
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    angles.add(prediction, label, mask);
    EvaluatedBatch batch = new EvaluatedBatch(prediction, label, mask, task.ignore());
    for (int n = 0; n < batch.size(); n++) {
      for (int i = 0; i < batch.positions(); i++) {
        if (batch.isValid(n, i)) {
          double angle = NormalsMetric.angle(batch, n, i);
          squares.add(angle * angle);
          within.add(angle <= LIMIT ? 100 : 0);
        }
      }
    }
  }

  @Override
  public List<MetricValue> values() {
    List<MetricValue> values = new ArrayList<>(angles.values());
    values.add(new MetricValue("angle_rmse", Math.sqrt(squares.mean()), false));
    values.add(new MetricValue("within_45", within.mean(), true));
    return List.copyOf(values);
  }

  @Override
  public void reset() {
    angles.reset();
    squares = new Means();
    within = new Means();
  }
}
