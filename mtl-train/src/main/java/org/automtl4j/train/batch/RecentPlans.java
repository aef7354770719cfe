package org.automtl4j.train.batch;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Plans by the shapes that they were made for. A plan takes much memory, so no more than {@link #KEPT} are kept: those that were used last.
 *
 * @param <K> what a plan was made for
 * @param <P> the plans
 */
public final class RecentPlans<K, P> implements AutoCloseable {
  /** Enough for batches with and without masks, whole and at the end of an epoch. */
  public static final int KEPT = 4;

  private final Consumer<P> closing;
  private final Map<K, P> plans = new LinkedHashMap<>(16, .75f, true);

  /** @param closing gives a plan's memory back */
  public RecentPlans(Consumer<P> closing) {
    this.closing = closing;
  }

  /**
   * The plan for these shapes, made if there is none; before it takes memory, the one that was not used for longest is closed where there are too many.
   *
   * @param shapes of a batch
   * @param make makes a plan for them
   * @return the plan
   */
  public P get(K shapes, Supplier<P> make) {
    P known = plans.get(shapes);
    if (known == null) {
      if (isFull()) {
        Iterator<P> all = plans.values().iterator();
        P eldest = all.next();
        all.remove();
        closing.accept(eldest);
      }
      known = make.get();
      plans.put(shapes, known);
    }
    return known;
  }

  /** @return whether another plan would take the place of one of these */
  public boolean isFull() {
    return plans.size() == KEPT;
  }

  /**
   * @param shapes of a batch
   * @return whether there is a plan for them
   */
  public boolean has(K shapes) {
    return plans.containsKey(shapes);
  }

  @Override
  public void close() {
    plans.values().forEach(closing);
    plans.clear();
  }
}
