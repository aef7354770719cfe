package org.automtl4j.data.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Segmentation as NDDR-CNN and MTL-NAS measure it, everything from one confusion matrix: {@code miou_all} averages over all classes, one that never occurs counting
 * as 0, {@code miou} over those that occur, and {@code pixel_accuracy} is the share of right pixels of the whole set.
 */
public final class PooledSegmentationMetric implements TaskMetric {
  private static final String MIOU_ALL = "miou_all";
  private final SegmentationMetric counted;

  /**
   * @param task a segmentation
   */
  public PooledSegmentationMetric(Task task) {
    this.counted = new SegmentationMetric(task, MetricOptions.DEFAULT);
  }

  @Override
  public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    counted.add(prediction, label, mask);
  }

  /** @return how often (row) a class was taken for (column) a class, a copy */
  public long[][] confusion() {
    return counted.confusion();
  }

  @Override
  public List<MetricValue> values() {
    long[][] confusion = counted.confusion();
    double overlaps = 0;
    long right = 0;
    long all = 0;
    for (int c = 0; c < confusion.length; c++) {
      long either = -confusion[c][c];
      for (int other = 0; other < confusion.length; other++) {
        either += confusion[c][other] + confusion[other][c];
        all += confusion[c][other];
      }
      overlaps += either > 0 ? (double) confusion[c][c] / either : 0;
      right += confusion[c][c];
    }
    List<MetricValue> values = new ArrayList<>(MetricNames.find(counted.values(), MetricNames.MIOU).stream().toList());
    values.add(new MetricValue(MIOU_ALL, overlaps / confusion.length, true));
    values.add(new MetricValue("pixel_accuracy", all > 0 ? (double) right / all : Double.NaN, true));
    return List.copyOf(values);
  }

  @Override
  public void reset() {
    counted.reset();
  }
}
