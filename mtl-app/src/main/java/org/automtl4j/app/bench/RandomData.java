package org.automtl4j.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Tasks, and images and labels of random numbers for them. */
final class RandomData {
  private static final int CLASSES = 19;

  private RandomData() {}

  /** A segmentation, depth, normals, key points, edges, and further depths. */
  static List<Task> tasks(int count) {
    List<Task> usual = List.of(Task.segmentation("segmentation", CLASSES), Task.depth("depth"), Task.normals("normals"), Task.keypoints("keypoints"),
        Task.edges("edges"));
    return IntStream.range(0, count).mapToObj(i -> i < usual.size() ? usual.get(i) : Task.depth("depth" + i)).toList();
  }

  /** [N, 3, size, size]. */
  static INDArray images(int batch, int channels, int size, long seed) {
    return fill(new long[] {batch, channels, size, size}, RandomStream.of(seed, "images"), TaskKind.REGRESSION);
  }

  /** Images, and a label [N, K, size, size] for each task. */
  static MultiDataSet batch(List<Task> tasks, INDArray images, long seed) {
    List<INDArray> labels = new ArrayList<>();
    for (Task task : tasks) {
      int channels = task.kind() == TaskKind.SEGMENTATION ? 1 : task.outputs();
      labels.add(fill(new long[] {images.size(0), channels, images.size(2), images.size(3)}, RandomStream.of(seed, "label", labels.size()), task.kind()));
    }
    return new MultiDataSet(new INDArray[] {images}, labels.toArray(INDArray[]::new));
  }

  private static INDArray fill(long[] shape, RandomStream random, TaskKind kind) {
    float[] values = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    for (int i = 0; i < values.length; i++) {
      values[i] = switch (kind) {
        case SEGMENTATION -> random.nextInt(CLASSES);
        case REGRESSION -> (float) random.nextGaussian();
        default -> (float) random.uniform(0.1, 1);
      };
    }
    return Nd4j.create(values, shape, 'c').castTo(DataType.FLOAT);
  }
}
