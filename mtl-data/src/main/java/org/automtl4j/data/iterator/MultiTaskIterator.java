package org.automtl4j.data.iterator;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.internal.BatchAssembler;
import org.automtl4j.data.iterator.internal.BatchOrder;
import org.automtl4j.data.iterator.internal.BatchSource;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Batches of a {@link MultiTaskDataSet} as Deeplearning4j takes them. Features: one array [N, C, H, W]. Labels, one array per task in {@link #tasks()}'
 * order: [N, K, H, W] for dense kinds, [N, K] for others; label masks [N, 1, H, W] or [N, 1] where the data set has some, else null. The arrays belong to
 * the caller, who may close them.
 *
 * <p>For training, every epoch has its own order, drawn from the seed, and an incomplete last batch is left out. {@link #hasNext()} is false at the end of
 * an epoch, as Deeplearning4j expects, but {@link #next()} goes on with the next epoch at once, with or without {@link #reset()} in between. For evaluation,
 * samples come in their own order, the last batch may be smaller, and {@link #next()} fails at the end until {@link #reset()}.
 *
 * <p>Belongs to one thread. {@link #close()} ends the background threads, where there are any.
 */
public final class MultiTaskIterator implements MultiDataSetIterator, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final List<Task> tasks;
  private final boolean training;
  private final int batchSize;
  private final int batches;
  private final transient BatchSource source;
  private transient MultiDataSetPreProcessor preProcessor;
  private Cursor cursor = Cursor.START;

  private MultiTaskIterator(Builder builder) {
    this.tasks = builder.tasks;
    this.training = builder.training;
    this.batchSize = builder.batchSize;
    int size = builder.data.size(builder.split);
    BatchOrder order = new BatchOrder(size, batchSize, training, builder.seed, builder.split.id() + "/" + builder.stream);
    this.batches = order.batches();
    if (batches == 0) {
      throw new InvalidInputException(builder.data.name() + ": the split '" + builder.split.id() + "' has " + size + " samples, fewer than one batch of "
          + batchSize + "; use a smaller batch or more samples");
    }
    this.source = new BatchSource(new BatchAssembler(builder.data, builder.split, tasks), order, this::following, builder.prefetch, builder.threads);
  }

  /**
   * Shuffled batches without end.
   *
   * @param data where samples come from
   * @param split which part
   * @param batchSize samples in a batch
   * @return a builder
   */
  public static Builder training(MultiTaskDataSet data, Split split, int batchSize) {
    return new Builder(data, split, batchSize, true);
  }

  /**
   * Every sample once, in order.
   *
   * @param data where samples come from
   * @param split which part
   * @param batchSize samples in a batch
   * @return a builder
   */
  public static Builder evaluation(MultiTaskDataSet data, Split split, int batchSize) {
    return new Builder(data, split, batchSize, false);
  }

  /** @return the tasks whose labels a batch holds, in this order */
  public List<Task> tasks() {
    return tasks;
  }

  /** @return batches in an epoch */
  public int batchesPerEpoch() {
    return batches;
  }

  /** @return where the iterator stands, for a checkpoint */
  public Cursor cursor() {
    return cursor;
  }

  /**
   * Goes to a place.
   *
   * @param place what {@link #cursor()} gave
   */
  public void seek(Cursor place) {
    if (place.batch() > batches) {
      throw new IllegalArgumentException("an epoch has " + batches + " batches, found a cursor at " + place.batch());
    }
    cursor = place;
  }

  /**
   * Begins to prepare the batches from {@link #cursor()} on in the background, where there is prefetching, and returns at once: what the caller does before its
   * first {@link #next()} is time won.
   */
  public void prepare() {
    (hasNext() ? Optional.of(cursor) : following(cursor)).ifPresent(source::prepare);
  }

  /**
   * How long {@link #next()} has been held up by batches that were not ready. Handing background threads their next work does not count: the batch is there by
   * then.
   *
   * @return nanoseconds since the iterator was built
   */
  public long waitedNanos() {
    return source.waitedNanos();
  }

  @Override
  public boolean hasNext() {
    return cursor.batch() < batches;
  }

  @Override
  public MultiDataSet next() {
    if (!hasNext()) {
      if (!training) {
        throw new NoSuchElementException("all " + batches + " batches have been read; reset() starts again");
      }
      cursor = new Cursor(cursor.epoch() + 1, 0);
    }
    Cursor current = cursor;
    MultiDataSet batch = source.get(current);
    cursor = new Cursor(current.epoch(), current.batch() + 1);
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  private Optional<Cursor> following(Cursor at) {
    Cursor next = at.batch() + 1 < batches ? new Cursor(at.epoch(), at.batch() + 1) : new Cursor(at.epoch() + 1, 0);
    return training || next.epoch() == at.epoch() ? Optional.of(next) : Optional.empty();
  }

  /**
   * Deeplearning4j's form of {@link #next()}.
   *
   * @param num must be the batch size
   * @throws UnsupportedOperationException for another number: the place in an epoch counts whole batches
   */
  @Override
  public MultiDataSet next(int num) {
    if (num != batchSize) {
      throw new UnsupportedOperationException("batches have " + batchSize + " samples, " + num + " were asked for");
    }
    return next();
  }

  /** Training: goes to the start of the next epoch unless the current one is untouched. Evaluation: goes to the start. */
  @Override
  public void reset() {
    if (cursor.batch() > 0) {
      cursor = new Cursor(training ? cursor.epoch() + 1 : 0, 0);
    }
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** False: this iterator prefetches by itself and needs no wrapper. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor processor) {
    this.preProcessor = processor;
  }

  /** The pre-processor, or null where none was set, as the interface wants it. */
  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public void close() {
    source.close();
  }

  /** Settings of an iterator. */
  public static final class Builder {
    private final MultiTaskDataSet data;
    private final Split split;
    private final int batchSize;
    private final boolean training;
    private List<Task> tasks;
    private long seed;
    private String stream = "";
    private int prefetch;
    private int threads = 1;

    private Builder(MultiTaskDataSet data, Split split, int batchSize, boolean training) {
      this.data = Objects.requireNonNull(data, "data");
      this.split = Objects.requireNonNull(split, "split");
      this.batchSize = batchSize;
      this.training = training;
      this.tasks = List.copyOf(data.tasks());
      if (batchSize < 1) {
        throw new InvalidInputException("the batch size must be at least 1, found " + batchSize);
      }
    }

    /**
     * @param names whose labels are wanted, in this order; all of the data set's tasks unless set
     * @return this
     */
    public Builder tasks(String... names) {
      this.tasks = List.of(names).stream().map(data::task).toList();
      return this;
    }

    /**
     * @param value the seed of the order, 0 unless set
     * @return this
     */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * @param name sets apart iterators that share a seed, so that each task can have an order of its own
     * @return this
     */
    public Builder stream(String name) {
      this.stream = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * @param batches how many batches are prepared ahead in the background, 0 (no thread) unless set; batches are the same either way. So many batches, and no
     *     more, wait in memory, outside of the Java heap, or are being prepared
     * @return this
     */
    public Builder prefetch(int batches) {
      if (batches < 0) {
        throw new InvalidInputException("batches to prefetch must not be negative, found " + batches);
      }
      this.prefetch = batches;
      return this;
    }

    /**
     * @param count how many threads prepare batches where there is prefetching, 1 unless set; no more than batches to prefetch are of use
     * @return this
     */
    public Builder threads(int count) {
      if (count < 1) {
        throw new InvalidInputException("threads that prepare batches must be at least 1, found " + count);
      }
      this.threads = count;
      return this;
    }

    /**
     * @return the iterator at its start
     * @throws InvalidInputException if the split has not enough samples for one batch
     */
    public MultiTaskIterator build() {
      return new MultiTaskIterator(this);
    }
  }
}
