package org.automtl4j.app.run;

import java.util.List;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.train.step.TaskStepping;

/** What batches take that are prepared ahead of the trainer. */
final class PrefetchedBatches {

  private PrefetchedBatches() {}

  /**
   * The most bytes at a time, outside of the Java heap: in a search, the orders of both halves of the training split have batches waiting, and so has a
   * baseline that is trained beside it.
   */
  static long bytes(RunConfig config, MultiTaskDataSet data) {
    long area = (long) data.height(Split.TRAIN) * data.width(Split.TRAIN);
    List<Task> tasks = data.tasks();
    // Values and, where a data set has one, a mask.
    long labels = tasks.stream().mapToLong(t -> 1 + (t.kind() == TaskKind.SEGMENTATION ? 1 : t.outputs())).sum();
    long images = config.stepping() == TaskStepping.JOINT ? 1 : tasks.size();
    long orders = config.baselines().isEmpty() ? 2 : 3;
    return orders * Trainers.prefetched(config) * config.batch() * area * (images * data.channels() + labels) * Float.BYTES;
  }
}
