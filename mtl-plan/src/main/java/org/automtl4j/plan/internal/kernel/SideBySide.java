package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;

/**
 * Calls that do not depend on one another. Small ones run in one thread each, because starting threads for an operation takes longer than a small one itself;
 * one that would keep the others waiting runs before them in all threads.
 */
public final class SideBySide implements Call {
  /**
   * One of the calls.
   *
   * @param size how long it takes, in any unit
   * @param call the call
   */
  public record Part(long size, Call call) {}

  private final List<Part> parts;

  private SideBySide(List<Part> parts) {
    this.parts = parts;
  }

  public static SideBySide of(List<Part> parts) {
    List<Part> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingLong((Part p) -> -p.size()));
    return new SideBySide(sorted);
  }

  @Override
  public void run() {
    int threads = ParallelLoop.threads();
    int first = threads > 1 ? large(threads) : parts.size();
    for (Part part : parts.subList(0, first)) {
      part.call().run();
    }
    if (first < parts.size()) {
      AtomicInteger next = new AtomicInteger(first);
      ParallelLoop.run(Math.min(threads, parts.size() - first), thread -> ParallelLoop.alone(() -> {
        for (int k = next.getAndIncrement(); k < parts.size(); k = next.getAndIncrement()) {
          parts.get(k).call().run();
        }
      }));
    }
  }

  /** How many of the calls are larger than a thread's share of what follows them. */
  private int large(int threads) {
    long rest = parts.stream().mapToLong(Part::size).sum();
    int first = 0;
    while (first < parts.size() && parts.get(first).size() * threads > rest) {
      rest -= parts.get(first++).size();
    }
    return first;
  }

  @Override
  public void close() {
    parts.forEach(p -> p.call().close());
  }
}
