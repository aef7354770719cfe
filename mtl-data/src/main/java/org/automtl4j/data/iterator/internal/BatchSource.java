package org.automtl4j.data.iterator.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.automtl4j.data.iterator.Cursor;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Gives batches by cursor, a bounded number of them ahead of time on background threads. What a batch holds depends on its cursor only, so the result is the
 * same with and without prefetching, on any number of threads. Background threads also make the arrays, so that nothing is left to copy for the taker.
 */
public final class BatchSource implements AutoCloseable {
  private final BatchAssembler assembler;
  private final BatchOrder order;
  private final Function<Cursor, Optional<Cursor>> following;
  private final int ahead;
  private final ExecutorService executor;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long waitedNanos;
  private long cachedEpoch = -1;
  private int[] cachedOrder = new int[0];

  private record Pending(Cursor cursor, Future<MultiDataSet> batch) {}

  /**
   * @param assembler puts batches together
   * @param order says which samples
   * @param following the cursor after one, as far as it is known
   * @param ahead how many batches are under way or waiting at most; 0: none, no thread
   * @param threads how many threads prepare them
   */
  public BatchSource(BatchAssembler assembler, BatchOrder order, Function<Cursor, Optional<Cursor>> following, int ahead, int threads) {
    this.assembler = assembler;
    this.order = order;
    this.following = following;
    this.ahead = ahead;
    this.executor = ahead == 0 ? null : Executors.newFixedThreadPool(threads, BatchSource::daemon);
  }

  /**
   * Begins to prepare batches in the background, and waits for none. Does nothing where there is no prefetching.
   *
   * @param cursor which batch will be asked for first
   */
  public void prepare(Cursor cursor) {
    if (executor == null) {
      return;
    }
    if (pending.isEmpty() || !pending.peek().cursor().equals(cursor)) {
      forget();
      // Nothing can be ready yet: whoever asks for the first batch will wait for it.
      submit(cursor, true);
    }
    fill(cursor);
  }

  /**
   * @param cursor which batch
   * @return the batch, whose arrays belong to the caller
   */
  public MultiDataSet get(Cursor cursor) {
    MultiDataSet batch;
    if (executor == null) {
      long start = System.nanoTime();
      batch = assemble(cursor, false);
      waitedNanos += System.nanoTime() - start;
    } else {
      prepare(cursor);
      long start = System.nanoTime();
      batch = await(pending.remove().batch());
      waitedNanos += System.nanoTime() - start;
      // The place that has become free is filled while the caller is busy with this batch.
      fill(cursor);
    }
    return batch;
  }

  /** @return how long callers were held up because a batch was not ready, in nanoseconds */
  public long waitedNanos() {
    return waitedNanos;
  }

  private void fill(Cursor cursor) {
    Optional<Cursor> next = following.apply(pending.isEmpty() ? cursor : pending.peekLast().cursor());
    while (pending.size() < ahead && next.isPresent()) {
      submit(next.get(), false);
      next = following.apply(next.get());
    }
  }

  private void submit(Cursor cursor, boolean parallel) {
    pending.add(new Pending(cursor, executor.submit(() -> assemble(cursor, parallel))));
  }

  private MultiDataSet assemble(Cursor cursor, boolean parallel) {
    return assembler.assemble(order.indexes(order(cursor.epoch()), cursor.batch()), cursor.epoch(), parallel).toMultiDataSet();
  }

  private synchronized int[] order(long epoch) {
    if (cachedEpoch != epoch) {
      cachedOrder = order.order(epoch);
      cachedEpoch = epoch;
    }
    return cachedOrder;
  }

  private static MultiDataSet await(Future<MultiDataSet> batch) {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a batch");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a batch could not be prepared", e.getCause());
    }
  }

  private void forget() {
    pending.forEach(p -> p.batch().cancel(false));
    pending.clear();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "automtl-batches");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends the background threads. */
  @Override
  public void close() {
    forget();
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
