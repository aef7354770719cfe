package org.automtl4j.data.metric.internal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Finds the best constant for the labels of one task. */
public sealed interface ConstantFit {

  /** @param label counts with all of its valid positions */
  void add(Label label);

  /** @return one number per output of the task */
  float[] best();

  /**
   * @param task a task
   * @return a fit of the fitting kind, empty
   */
  static ConstantFit of(Task task) {
    return switch (task.kind()) {
      case SEGMENTATION, CLASSIFICATION -> new MostFrequent(task);
      case NORMALS -> new MeanDirection(task);
      case DEPTH, KEYPOINTS, EDGES, REGRESSION -> new Medians(task);
    };
  }

  /** Lets the metrics' own rules say which positions count. */
  private static EvaluatedBatch view(Task task, Label label) {
    INDArray values = Nd4j.createFromArray(label.values()).reshape(1, label.channels(), label.height(), label.width());
    return new EvaluatedBatch(values, values, label.mask().map(m -> Nd4j.createFromArray(m).reshape(1, 1, label.height(), label.width())), task.ignore());
  }

  /** Logits that choose the most frequent class. */
  final class MostFrequent implements ConstantFit {
    private final Task task;
    private final long[] counts;

    private MostFrequent(Task task) {
      this.task = task;
      this.counts = new long[task.outputs()];
    }

    @Override
    public void add(Label label) {
      EvaluatedBatch batch = view(task, label);
      IntStream.range(0, batch.positions()).filter(i -> batch.isValid(0, i)).forEach(i -> counts[(int) batch.label(0, 0, i)]++);
    }

    @Override
    public float[] best() {
      float[] logits = new float[counts.length];
      logits[IntStream.range(0, counts.length).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a)] = 1;
      return logits;
    }
  }

  /** The direction of the sum of all unit vectors. */
  final class MeanDirection implements ConstantFit {
    private final Task task;
    private final double[] sum;

    private MeanDirection(Task task) {
      this.task = task;
      this.sum = new double[task.outputs()];
    }

    @Override
    public void add(Label label) {
      EvaluatedBatch batch = view(task, label);
      for (int i = 0; i < batch.positions(); i++) {
        double square = 0;
        for (int c = 0; c < sum.length; c++) {
          square += batch.label(0, c, i) * batch.label(0, c, i);
        }
        for (int c = 0; batch.isValid(0, i) && square > 0 && c < sum.length; c++) {
          sum[c] += batch.label(0, c, i) / Math.sqrt(square);
        }
      }
    }

    @Override
    public float[] best() {
      double length = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
      float[] direction = new float[sum.length];
      for (int c = 0; c < sum.length; c++) {
        direction[c] = length > 0 ? (float) (sum[c] / length) : 0;
      }
      return direction;
    }
  }

  /** The median of each channel, which has the least mean absolute error. */
  final class Medians implements ConstantFit {
    private final Task task;
    private float[][] values;
    private int count;

    private Medians(Task task) {
      this.task = task;
      this.values = new float[task.outputs()][1024];
    }

    @Override
    public void add(Label label) {
      EvaluatedBatch batch = view(task, label);
      for (int i = 0; i < batch.positions(); i++) {
        if (batch.isValid(0, i)) {
          for (int c = 0; c < values.length; c++) {
            values[c] = count < values[c].length ? values[c] : Arrays.copyOf(values[c], 2 * count);
            values[c][count] = (float) batch.label(0, c, i);
          }
          count++;
        }
      }
    }

    @Override
    public float[] best() {
      float[] medians = new float[values.length];
      for (int c = 0; c < values.length && count > 0; c++) {
        float[] sorted = Arrays.copyOf(values[c], count);
        Arrays.sort(sorted);
        medians[c] = sorted[count / 2];
      }
      return medians;
    }
  }
}
