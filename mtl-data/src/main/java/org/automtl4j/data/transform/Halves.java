package org.automtl4j.data.transform;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/** A data set whose training data a search parts in another way than the data set itself. */
final class Halves implements ChangedDataSet {
  private final MultiTaskDataSet data;
  private final SearchSplit how;
  private final long seed;
  private final int first;
  /** The order of the pass that was asked for last: a whole order for each sample would take too long. */
  private final AtomicReference<Pass> last = new AtomicReference<>(new Pass(-1, new int[0]));

  /** The order in which a pass parts the training samples. */
  private record Pass(long epoch, int[] order) {}

  Halves(MultiTaskDataSet data, SearchSplit how, long seed) {
    this.data = data;
    this.how = how;
    this.seed = seed;
    int all = data.size(Split.TRAIN);
    this.first = how instanceof SearchSplit.Redrawn redrawn ? (int) Math.round(redrawn.share() * all) : (all + 1) / 2;
    if (first == 0 || first == all) {
      throw new InvalidInputException("data set " + data.name() + ": its " + all + " training samples cannot be parted for a search (" + how + "); one part would be empty");
    }
  }

  @Override
  public MultiTaskDataSet data() {
    return data;
  }

  @Override
  public int size(Split split) {
    return split == Split.TRAIN1 ? first : split == Split.TRAIN2 ? data.size(Split.TRAIN) - first : data.size(split);
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    return isPart(split) ? data.sample(Split.TRAIN, whole(split, index, epoch), epoch) : data.sample(split, index, epoch);
  }

  @Override
  public Sample sample(Split split, int index, long epoch, List<String> tasks) {
    return isPart(split) ? data.sample(Split.TRAIN, whole(split, index, epoch), epoch, tasks) : data.sample(split, index, epoch, tasks);
  }

  /** As in the first pass. */
  @Override
  public Sample stored(Split split, int index, List<String> tasks) {
    return isPart(split) ? data.stored(Split.TRAIN, whole(split, index, 0), tasks) : data.stored(split, index, tasks);
  }

  /** As in the first pass. */
  @Override
  public List<Path> files(Split split, int index) {
    return isPart(split) ? data.files(Split.TRAIN, whole(split, index, 0)) : data.files(split, index);
  }

  @Override
  public String describe(Split split, int index, String task) {
    if (!isPart(split)) {
      return data.describe(split, index, task);
    }
    return how instanceof SearchSplit.EvenOdd ? data.describe(Split.TRAIN, whole(split, index, 0), task)
        : name() + ", " + split.id() + " sample " + index + " of a part that is drawn in each pass";
  }

  @Override
  public int height(Split split) {
    return data.height(isPart(split) ? Split.TRAIN : split);
  }

  @Override
  public int width(Split split) {
    return data.width(isPart(split) ? Split.TRAIN : split);
  }

  @Override
  public String fingerprint() {
    return data.fingerprint() + " searchSplit=" + (how instanceof SearchSplit.Redrawn redrawn ? "redrawn " + redrawn.share() + " seed=" + seed : "evenOdd");
  }

  private static boolean isPart(Split split) {
    return split == Split.TRAIN1 || split == Split.TRAIN2;
  }

  /** The number of a part's sample among all training samples. */
  private int whole(Split split, int index, long epoch) {
    if (index < 0 || index >= size(split)) {
      throw new IndexOutOfBoundsException(name() + ", " + split.id() + " has no sample " + index + ", it has " + size(split));
    }
    if (how instanceof SearchSplit.EvenOdd) {
      return 2 * index + (split == Split.TRAIN1 ? 0 : 1);
    }
    return order(epoch)[split == Split.TRAIN1 ? index : first + index];
  }

  private int[] order(long epoch) {
    Pass known = last.get();
    if (known.epoch() == epoch) {
      return known.order();
    }
    int[] order = RandomStream.of(seed, "search split", epoch).permutation(data.size(Split.TRAIN));
    last.set(new Pass(epoch, order));
    return order;
  }
}
