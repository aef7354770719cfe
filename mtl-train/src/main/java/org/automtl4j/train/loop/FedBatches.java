package org.automtl4j.train.loop;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.train.batch.BatchShapes;
import org.automtl4j.train.method.LoopSettings;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Batches of one task from an iterator that the user brought, checked, since a graph would count wrong labels silently. */
final class FedBatches implements MultiDataSetIterator {
  private static final long serialVersionUID = 1L;

  private final Task task;
  private final int channels;
  private final Split split;
  private final transient MultiDataSetIterator iterator;
  private Cursor cursor = Cursor.START;

  private FedBatches(Task task, int channels, Split split, MultiDataSetIterator iterator) {
    this.task = task;
    this.channels = channels;
    this.split = split;
    this.iterator = iterator;
  }

  /**
   * @param task whose batches
   * @param settings of the run
   * @param split what they are for
   * @param place where an earlier process was: that many epochs and batches are skipped
   */
  static FedBatches open(Task task, LoopSettings settings, Split split, Cursor place) {
    FedBatches batches = new FedBatches(task, settings.data().channels(), split, settings.feeds().get(task.name()).apply(split));
    for (long epoch = 0; epoch < place.epoch(); epoch++) {
      batches.reset();
    }
    for (int batch = 0; batch < place.batch(); batch++) {
      batches.next();
    }
    return batches;
  }

  /** How often the iterator was reset, and how many batches were taken since. */
  Cursor cursor() {
    return cursor;
  }

  @Override
  public boolean hasNext() {
    return iterator.hasNext();
  }

  @Override
  public MultiDataSet next() {
    if (!iterator.hasNext()) {
      throw new InvalidInputException(where() + " is empty");
    }
    MultiDataSet batch = iterator.next();
    check(batch);
    cursor = new Cursor(cursor.epoch(), cursor.batch() + 1);
    return batch;
  }

  @Override
  public MultiDataSet next(int num) {
    throw new UnsupportedOperationException("batches come as the iterator makes them");
  }

  @Override
  public void reset() {
    if (!iterator.resetSupported()) {
      throw new InvalidInputException(where() + " has run out and cannot be reset");
    }
    iterator.reset();
    cursor = new Cursor(cursor.epoch() + 1, 0);
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor processor) {
    iterator.setPreProcessor(processor);
  }

  /** The iterator's own. */
  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return iterator.getPreProcessor();
  }

  private void check(MultiDataSet batch) {
    if (batch.numFeatureArrays() != 1 || batch.numLabelsArrays() != 1) {
      throw new InvalidInputException(batch() + ": found " + batch.numFeatureArrays() + " arrays of features and " + batch.numLabelsArrays()
          + " of labels, allowed: one of each");
    }
    INDArray images = batch.getFeatures(0);
    INDArray labels = batch.getLabels(0);
    if (images.rank() != 4 || images.size(1) != channels || images.length() == 0) {
      throw new InvalidInputException(batch() + ": found images of shape " + Arrays.toString(images.shape()) + ", allowed: [N, " + channels + ", H, W]");
    }
    if (batch.getFeaturesMaskArrays() != null && Stream.of(batch.getFeaturesMaskArrays()).anyMatch(Objects::nonNull)) {
      throw new InvalidInputException(batch() + ": found a mask of the images, allowed: masks of labels, which say what is known");
    }
    int rank = task.kind().isDense() ? 4 : 2;
    if (labels.rank() != rank || labels.size(0) != images.size(0) || labels.length() == 0) {
      throw new InvalidInputException(batch() + ": found labels of shape " + Arrays.toString(labels.shape()) + " for " + images.size(0) + " images, allowed: "
          + (rank == 4 ? "[N, K, H, W]" : "[N, K]"));
    }
    BatchShapes.mask(batch, 0).ifPresent(mask -> checkMask(mask, labels));
    float[] values = numbers(labels);
    int k = (int) labels.size(1);
    int height = rank == 4 ? (int) labels.size(2) : 1;
    int width = rank == 4 ? (int) labels.size(3) : 1;
    int size = k * height * width;
    for (int i = 0; i < labels.size(0); i++) {
      LabelChecker.check(task, new Label(Arrays.copyOfRange(values, i * size, (i + 1) * size), k, height, width, Optional.empty()),
          batch() + ", image " + i);
    }
  }

  /** A mask says of each place of a label whether it is known. */
  private void checkMask(INDArray mask, INDArray labels) {
    long[] allowed = labels.shape();
    allowed[1] = mask.rank() > 1 ? mask.size(1) : 1; // of several channels the first is read
    if (!Arrays.equals(mask.shape(), allowed) || allowed[1] == 0) {
      throw new InvalidInputException(batch() + ": found a mask of shape " + Arrays.toString(mask.shape()) + " for labels of shape "
          + Arrays.toString(labels.shape()) + ", allowed: " + Arrays.toString(allowed));
    }
  }

  private static float[] numbers(INDArray labels) {
    INDArray typed = labels.castTo(DataType.FLOAT); // the very array, if that is its type
    try (INDArray copy = typed.dup('c')) {
      return copy.data().asFloat();
    } finally {
      if (typed != labels) {
        typed.close();
      }
    }
  }

  private String batch() {
    return where() + ", batch " + cursor.batch();
  }

  private String where() {
    return "the iterator that feeds task '" + task.name() + "' (" + split.id() + ")";
  }
}
