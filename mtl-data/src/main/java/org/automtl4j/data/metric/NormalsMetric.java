package org.automtl4j.data.metric;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.internal.AngleHistogram;
import org.automtl4j.data.metric.internal.EvaluatedBatch;
import org.automtl4j.data.metric.internal.Means;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Surface normals: the angle between predicted and true direction, over all positions. A zero vector has cosine 0, 90 degrees.
 *
 * <ul>
 *   <li>{@code angle_mean}, {@code angle_median}: degrees.
 *   <li>{@code within_11}, {@code within_22}, {@code within_30}: per cent of positions with an angle of at most 11.25, 22.5 and 30 degrees.
 *   <li>{@code cosine}: mean cosine.
 * </ul>
 */
public final class NormalsMetric implements TaskMetric {
  private static final double EPSILON = 1e-12;
  private static final double[] LIMITS = {11.25, 22.5, 30};

  private final Task task;
  private final AngleHistogram angles = new AngleHistogram();
  private Means[] within;
  private Means cosines;

  /**
   * @param task normals
   */
  public NormalsMetric(Task task) {
    this.task = task;
    reset();
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    EvaluatedBatch batch = new EvaluatedBatch(prediction, label, mask, task.ignore());
    for (int n = 0; n < batch.size(); n++) {
      for (int i = 0; i < batch.positions(); i++) {
        if (batch.isValid(n, i)) {
          double cosine = cosine(batch, n, i);
          double angle = degrees(cosine);
          cosines.add(cosine);
          angles.add(angle);
          for (int k = 0; k < LIMITS.length; k++) {
            within[k].add(angle <= LIMITS[k] ? 100 : 0);
          }
        }
      }
    }
  }

  /** The angle between prediction and label, in degrees. */
  static double angle(EvaluatedBatch batch, int n, int position) {
    return degrees(cosine(batch, n, position));
  }

  private static double degrees(double cosine) {
    return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))));
  }

  private static double cosine(EvaluatedBatch batch, int n, int position) {
    double dot = 0;
    double predicted = 0;
    double real = 0;
    for (int c = 0; c < batch.channels(); c++) {
      double p = batch.prediction(n, c, position);
      double g = batch.label(n, c, position);
      dot += p * g;
      predicted += p * p;
      real += g * g;
    }
    return dot / (Math.max(Math.sqrt(predicted), EPSILON) * Math.max(Math.sqrt(real), EPSILON));
  }

  @Override
  public List<MetricValue> values() {
    return List.of(
        new MetricValue("angle_mean", angles.mean(), false),
        new MetricValue("angle_median", angles.median(), false),
        new MetricValue("within_11", within[0].mean(), true),
        new MetricValue("within_22", within[1].mean(), true),
        new MetricValue("within_30", within[2].mean(), true),
        new MetricValue("cosine", cosines.mean(), true));
  }

  @Override
  public void reset() {
    angles.reset();
    cosines = new Means();
    within = new Means[] {new Means(), new Means(), new Means()};
  }
}
