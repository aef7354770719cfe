package org.automtl4j.data.iterator.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.automtl4j.data.iterator.Cursor;

/**
 * Gives batches by cursor, a bounded number of them ahead of time on background threads. What a batch holds depends on its cursor only, so the result is the
 * same with and without prefetching, on any number of threads.
 */
public final class BatchSource implements AutoCloseable {
  private final BatchAssembler assembler;
  private final BatchOrder order;
  private final int ahead;
  private final ExecutorService executor;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long cachedEpoch = -1;
  private int[] cachedOrder = new int[0];

  private record Pending(Cursor cursor, Future<HostBatch> batch) {}

  /**
   * @param assembler puts batches together
   * @param order says which samples
   * @param ahead how many batches are prepared ahead; 0: none, no thread
   * @param threads how many threads prepare them
   */
  public BatchSource(BatchAssembler assembler, BatchOrder order, int ahead, int threads) {
    this.assembler = assembler;
    this.order = order;
    this.ahead = ahead;
    this.executor = ahead == 0 ? null : Executors.newFixedThreadPool(threads, BatchSource::daemon);
  }

  /**
   * @param cursor which batch
   * @param following the cursors after it, as far as they are known
   * @return the batch
   */
  public HostBatch get(Cursor cursor, Iterable<Cursor> following) {
    if (executor == null) {
      return assemble(cursor);
    }
    if (pending.isEmpty() || !pending.peek().cursor().equals(cursor)) {
      forget();
      submit(cursor);
    }
    Future<HostBatch> wanted = pending.remove().batch();
    Cursor last = pending.isEmpty() ? cursor : pending.peekLast().cursor();
    boolean beyond = last.equals(cursor);
    for (Cursor next : following) {
      if (pending.size() >= ahead) {
        break;
      }
      if (beyond) {
        submit(next);
      }
      beyond |= next.equals(last);
    }
    return await(wanted);
  }

  private void submit(Cursor cursor) {
    pending.add(new Pending(cursor, executor.submit(() -> assemble(cursor))));
  }

  private HostBatch assemble(Cursor cursor) {
    return assembler.assemble(order.indexes(order(cursor.epoch()), cursor.batch()), cursor.epoch());
  }

  private synchronized int[] order(long epoch) {
    if (cachedEpoch != epoch) {
      cachedOrder = order.order(epoch);
      cachedEpoch = epoch;
    }
    return cachedOrder;
  }

  private static HostBatch await(Future<HostBatch> batch) {
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
