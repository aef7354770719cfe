package org.automtl4j.train.method;

import java.util.List;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.train.step.NoiseSource;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Where a stage takes its batches and its noise from: the data set and the seed, unless a test brings its own. */
public interface Sources {

  /**
   * @param settings of the run
   * @param stage the stage's name
   * @param split a training split
   * @param tasks whose labels a batch holds, in this order
   * @return batches; the loop resets it where an epoch ends, and closes it if it can be closed
   */
  MultiDataSetIterator batches(LoopSettings settings, String stage, Split split, List<Task> tasks);

  /**
   * @param settings of the run
   * @param stage the stage's name
   * @return what is drawn for the graphs
   */
  NoiseSource noise(LoopSettings settings, String stage);

  /** @return batches of the data set in an order that seed and stage fix, and noise of the seed */
  static Sources seeded() {
    return new Sources() {
      @Override
      public MultiDataSetIterator batches(LoopSettings settings, String stage, Split split, List<Task> tasks) {
        String[] names = tasks.stream().map(Task::name).toArray(String[]::new);
        return MultiTaskIterator.training(settings.data(), split, settings.batchSize())
            .tasks(names)
            .seed(settings.seed())
            .stream(stage + "/" + String.join("+", names))
            .prefetch(settings.prefetch())
            .threads(settings.dataThreads())
            .build();
      }

      @Override
      public NoiseSource noise(LoopSettings settings, String stage) {
        return NoiseSource.of(settings.seed(), stage);
      }
    };
  }
}
