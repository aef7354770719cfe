package org.automtl4j.train.golden;

import java.util.List;
import java.util.function.BiFunction;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Sources;
import org.automtl4j.train.step.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Batches and noise of a golden run. The noise goes on from stage to stage. */
public final class GivenSources implements Sources {
  private final BiFunction<Split, Task, MultiDataSetIterator> batches;
  private final double[] noise;
  private int used;

  public GivenSources(BiFunction<Split, Task, MultiDataSetIterator> batches, INDArray noise) {
    this.batches = batches;
    this.noise = noise.dup('c').data().asDouble();
  }

  @Override
  public MultiDataSetIterator batches(LoopSettings settings, String stage, Split split, List<Task> tasks) {
    return batches.apply(split, tasks.get(0));
  }

  @Override
  public NoiseSource noise(LoopSettings settings, String stage) {
    return NoiseSource.replay(() -> noise[used++]);
  }

  /** How many rows of three numbers have been used. */
  public int rowsUsed() {
    return used / 3;
  }

  /** Goes to a row. */
  public void seek(int row) {
    used = 3 * row;
  }
}
