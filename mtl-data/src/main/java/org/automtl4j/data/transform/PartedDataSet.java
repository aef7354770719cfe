package org.automtl4j.data.transform;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/**
 * A data set with its training samples parted for a search. The choices' part has as many batches as the weights' part: a pass is over both, and where there are
 * fewer samples they come again, where there are more the rest is left out of this pass. A pure function of (seed, pass).
 */
final class PartedDataSet implements ChangedDataSet {
  private final MultiTaskDataSet data;
  private final int weights;
  private final int batchSize;
  private final boolean redrawn;
  private final long seed;
  /** The order of the last pass that was asked for; passes are asked for one after the other. */
  private volatile Order last;

  /** The order of all training samples in a pass: the weights' first. */
  private record Order(long pass, int[] samples) {}

  PartedDataSet(MultiTaskDataSet data, int weights, int batchSize, boolean redrawn, long seed) {
    this.data = data;
    this.weights = weights;
    this.batchSize = batchSize;
    this.redrawn = redrawn;
    this.seed = seed;
    this.last = order(0);
  }

  private Order order(long pass) {
    int count = data.size(Split.TRAIN);
    int[] samples = new int[count];
    for (int i = 0; i < count; i++) {
      samples[i] = i;
    }
    return new Order(pass, redrawn ? RandomStream.of(seed, "search split", 0, pass).permutation(count) : samples);
  }

  @Override
  public MultiTaskDataSet data() {
    return data;
  }

  @Override
  public int size(Split split) {
    return switch (split) {
      case TRAIN1 -> weights;
      case TRAIN2 -> weights < batchSize ? data.size(Split.TRAIN) - weights : weights / batchSize * batchSize;
      default -> data.size(split);
    };
  }

  /** The number among the training samples; empty where the split is not parted. */
  private Optional<Integer> source(Split split, int index, long pass) {
    if (split != Split.TRAIN1 && split != Split.TRAIN2) {
      return Optional.empty();
    }
    if (index < 0 || index >= size(split)) {
      throw new IndexOutOfBoundsException(name() + ": the split '" + split.id() + "' has " + size(split) + " samples, no number " + index);
    }
    Order order = last;
    if (order.pass() != pass && redrawn) {
      order = order(pass);
      last = order;
    }
    int[] samples = order.samples();
    return Optional.of(split == Split.TRAIN1 ? samples[index] : samples[weights + index % (samples.length - weights)]);
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    return sample(split, index, epoch, tasks().stream().map(Task::name).toList());
  }

  /** Augmented as {@link Split#TRAIN} is in that pass. */
  @Override
  public Sample sample(Split split, int index, long epoch, List<String> wanted) {
    return source(split, index, epoch).map(i -> data.sample(Split.TRAIN, i, epoch, wanted)).orElseGet(() -> data.sample(split, index, epoch, wanted));
  }

  @Override
  public Sample stored(Split split, int index, List<String> wanted) {
    return source(split, index, 0).map(i -> data.stored(Split.TRAIN, i, wanted)).orElseGet(() -> data.stored(split, index, wanted));
  }

  @Override
  public List<Path> files(Split split, int index) {
    return source(split, index, 0).map(i -> data.files(Split.TRAIN, i)).orElseGet(() -> data.files(split, index));
  }

  @Override
  public String describe(Split split, int index, String task) {
    return source(split, index, 0).map(i -> data.describe(Split.TRAIN, i, task)).orElseGet(() -> data.describe(split, index, task));
  }

  @Override
  public String fingerprint() {
    return data.fingerprint() + " parted=" + weights + " batch=" + batchSize + (redrawn ? " redrawn seed=" + seed : "");
  }
}
