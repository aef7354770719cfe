package org.automtl4j.train.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The shapes of a batch's arrays, and which masks there are: what a plan is made for.
 *
 * @param images [N, C, H, W]
 * @param labels one shape for each task
 * @param masks one shape for each task, none where the labels have no mask
 */
public record BatchShapes(List<Long> images, List<List<Long>> labels, List<Optional<List<Long>>> masks) {

  /**
   * @param batch images, labels and masks
   * @return their shapes, and which masks there are
   */
  public static BatchShapes of(MultiDataSet batch) {
    int tasks = batch.numLabelsArrays();
    return new BatchShapes(shape(batch.getFeatures(0)), IntStream.range(0, tasks).mapToObj(i -> shape(batch.getLabels(i))).toList(),
        IntStream.range(0, tasks).mapToObj(i -> mask(batch, i).map(BatchShapes::shape)).toList());
  }

  /**
   * The mask of a task's labels.
   *
   * @param batch a batch
   * @param index the number of the task in it
   * @return its mask; empty where there is none
   */
  public static Optional<INDArray> mask(MultiDataSet batch, int index) {
    return batch.getLabelsMaskArrays() == null ? Optional.empty() : Optional.ofNullable(batch.getLabelsMaskArray(index));
  }

  private static List<Long> shape(INDArray array) {
    return Arrays.stream(array.shape()).boxed().toList();
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(List.of("images " + images));
    for (int i = 0; i < labels.size(); i++) {
      parts.add("labels " + labels.get(i) + masks.get(i).map(m -> " with mask " + m).orElse(""));
    }
    return String.join(", ", parts);
  }
}
