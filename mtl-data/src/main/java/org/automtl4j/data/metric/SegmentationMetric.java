package org.automtl4j.data.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.internal.EvaluatedBatch;
import org.automtl4j.data.metric.internal.Means;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Segmentation: the class with the largest logit against the label.
 *
 * <ul>
 *   <li>{@code miou}: intersection over union from one confusion matrix of everything, averaged over the classes that occur in labels or predictions.
 *   <li>{@code miou_hit}, where it is asked for: the same averaged over the classes with at least one hit, as the AutoMTL code publishes it; NaN where nothing
 *       is right. A class that is never hit does not lower it, so that it is highest for an answer that names the most frequent class everywhere.
 *   <li>{@code pixel_accuracy}: share of right pixels, a mean of each batch's share weighted by the batch's size.
 *   <li>{@code error}, where class weights are given: weighted softmax cross-entropy, averaged as the accuracy is.
 * </ul>
 */
public final class SegmentationMetric implements TaskMetric {
  private final Task task;
  private final MetricOptions options;
  private final long[][] confusion;
  private Means accuracy = new Means();
  private Means error = new Means();

  /**
   * @param task a segmentation
   * @param options choices
   */
  public SegmentationMetric(Task task, MetricOptions options) {
    this.task = task;
    this.options = options;
    this.confusion = new long[task.outputs()][task.outputs()];
    if (!options.classWeights().isEmpty() && options.classWeights().size() != task.outputs()) {
      throw new IllegalArgumentException("task '" + task.name() + "': " + options.classWeights().size() + " class weights for " + task.outputs() + " classes");
    }
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    EvaluatedBatch batch = new EvaluatedBatch(prediction, label, mask, task.ignore());
    Means right = new Means();
    Means entropy = new Means();
    for (int n = 0; n < batch.size(); n++) {
      for (int i = 0; i < batch.positions(); i++) {
        if (batch.isValid(n, i)) {
          int truth = (int) batch.label(n, 0, i);
          int guess = batch.predictedClass(n, i);
          confusion[truth][guess]++;
          right.add(truth == guess ? 1 : 0);
          if (!options.classWeights().isEmpty()) {
            entropy.add(surprise(batch, n, i, truth, guess), options.classWeights().get(truth));
          }
        } else if (options.unknownPixelsAreWrong()) {
          right.add(0);
        }
      }
    }
    accuracy.addBatch(right, batch.size());
    error.addBatch(entropy, batch.size());
  }

  /** -ln softmax(logits)[truth]. */
  private static double surprise(EvaluatedBatch batch, int n, int position, int truth, int largest) {
    double most = batch.prediction(n, largest, position);
    double sum = 0;
    for (int c = 0; c < batch.channels(); c++) {
      sum += Math.exp(batch.prediction(n, c, position) - most);
    }
    return most + Math.log(sum) - batch.prediction(n, truth, position);
  }

  @Override
  public List<MetricValue> values() {
    Means hit = new Means();
    Means present = new Means();
    for (int c = 0; c < confusion.length; c++) {
      long both = confusion[c][c];
      long either = -both;
      for (int other = 0; other < confusion.length; other++) {
        either += confusion[c][other] + confusion[other][c];
      }
      if (both > 0) {
        hit.add((double) both / either);
      }
      if (either > 0) {
        present.add((double) both / either);
      }
    }
    List<MetricValue> values = new ArrayList<>(List.of(new MetricValue(MetricNames.MIOU, present.mean(), true)));
    if (options.hitClasses()) {
      values.add(new MetricValue(MetricNames.MIOU_HIT, hit.mean(), true));
    }
    values.add(new MetricValue("pixel_accuracy", accuracy.mean(), true));
    if (!options.classWeights().isEmpty()) {
      values.add(new MetricValue("error", error.mean(), false));
    }
    return List.copyOf(values);
  }

  /** @return how often (row) a class was taken for (column) a class, a copy */
  public long[][] confusion() {
    return Arrays.stream(confusion).map(long[]::clone).toArray(long[][]::new);
  }

  @Override
  public void reset() {
    for (long[] row : confusion) {
      Arrays.fill(row, 0);
    }
    accuracy = new Means();
    error = new Means();
  }
}
