package org.automtl4j.train.loop;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.train.method.LoopSettings;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** The batches of one stage: an order for each split and unit of tasks, made at first use, and the time that the trainer waited for them. */
final class StageBatches implements AutoCloseable {
  private final LoopSettings settings;
  private final String streams;
  private final Map<String, MultiDataSetIterator> orders = new HashMap<>();
  /** Where orders are to begin that a restored loop has not made yet. */
  private final Map<String, Cursor> cursors = new HashMap<>();
  private long waitedNanos;

  /**
   * @param settings of the run
   * @param streams the name that seeds its orders
   */
  StageBatches(LoopSettings settings, String streams) {
    this.settings = settings;
    this.streams = streams;
  }

  /** Goes to where other batches were. */
  void restore(Map<String, Cursor> places, double waitSeconds) {
    cursors.putAll(places);
    waitedNanos = Math.round(waitSeconds * 1e9);
  }

  /** Begins to prepare the first batches of an order in the background. Iterators that the user brought are left alone until they are needed. */
  void prepare(Split split, List<Task> unit) {
    if (!settings.feeds().containsKey(names(unit)) && order(split, unit) instanceof MultiTaskIterator ours) {
      ours.prepare();
    }
  }

  /** The next batch; none where the task has just used up its epoch and loses its turn. */
  Optional<MultiDataSet> next(Split split, List<Task> unit) {
    long start = System.nanoTime();
    MultiDataSetIterator order = order(split, unit);
    long waitedBefore = order instanceof MultiTaskIterator ours ? ours.waitedNanos() : 0;
    Optional<MultiDataSet> batch = Optional.empty();
    boolean exhausted = !order.hasNext();
    if (exhausted) {
      order.reset();
    }
    if (!exhausted || !settings.habits().losesTurn()) {
      batch = Optional.of(order.next());
    }
    waitedNanos += order instanceof MultiTaskIterator ours ? ours.waitedNanos() - waitedBefore : System.nanoTime() - start;
    return batch;
  }

  /** Gives back the memory of a batch that is done with at once, so that the next one finds it. Batches of other iterators are their makers'. */
  void release(Split split, List<Task> unit, MultiDataSet batch) {
    if (order(split, unit) instanceof MultiTaskIterator) {
      Stream.of(batch.getFeatures(), batch.getLabels(), batch.getLabelsMaskArrays()).filter(Objects::nonNull).flatMap(Arrays::stream)
          .filter(Objects::nonNull).forEach(INDArray::close);
    }
  }

  double waitSeconds() {
    return waitedNanos * 1e-9;
  }

  /** By order, where it stands. */
  Map<String, Cursor> cursors() {
    orders.forEach((key, order) -> {
      if (order instanceof MultiTaskIterator ours) {
        cursors.put(key, ours.cursor());
      } else if (order instanceof FedBatches fed) {
        cursors.put(key, fed.cursor());
      }
    });
    return cursors;
  }

  private MultiDataSetIterator order(Split split, List<Task> unit) {
    return orders.computeIfAbsent(split.id() + "/" + names(unit), key -> open(split, unit, cursors.getOrDefault(key, Cursor.START)));
  }

  private MultiDataSetIterator open(Split split, List<Task> unit, Cursor place) {
    if (settings.feeds().containsKey(names(unit))) {
      return FedBatches.open(unit.get(0), settings, split, place);
    }
    MultiDataSetIterator order = settings.sources().batches(settings, streams, split, unit);
    if (order instanceof MultiTaskIterator ours) {
      ours.seek(place);
    }
    return order;
  }

  private static String names(List<Task> unit) {
    return String.join("+", unit.stream().map(Task::name).toList());
  }

  @Override
  public void close() {
    for (MultiDataSetIterator order : orders.values()) {
      if (order instanceof MultiTaskIterator ours) {
        ours.close();
      }
    }
  }
}
