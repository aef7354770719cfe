package org.automtl4j.train.step;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.automtl4j.train.batch.BatchShapes;
import org.automtl4j.train.batch.RecentPlans;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans of a loop. A kind of step (phase and tasks) has one for each of the {@link RecentPlans#KEPT} shapes of batches that came last. All plans of a kind
 * draw their dropout masks by one counter, so that the state to save does not depend on shapes.
 */
public final class StepPlans implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepPlans.class);

  private final String stage;
  private final Map<String, RecentPlans<BatchShapes, StepPlan>> kinds = new HashMap<>();
  private final Map<String, Long> dropout = new HashMap<>();
  private final Set<String> warned = new HashSet<>();

  /** @param stage its name, for messages */
  public StepPlans(String stage) {
    this.stage = stage;
  }

  /**
   * The plan for a batch, whose next dropout masks are those that the kind's come to.
   *
   * @param kind of the step
   * @param batch the batch
   * @param make makes a plan for the batch's shapes
   * @return the plan
   */
  public StepPlan take(String kind, MultiDataSet batch, Supplier<StepPlan> make) {
    BatchShapes shapes = BatchShapes.of(batch);
    RecentPlans<BatchShapes, StepPlan> plans = kinds.computeIfAbsent(kind, k -> new RecentPlans<>(StepPlan::close));
    if (plans.isFull() && !plans.has(shapes) && warned.add(kind)) {
      LOG.warn("{}, {}: batches come in more than {} shapes, the last with {}; so many steps are kept ready, the others are prepared anew each time", stage, kind,
          RecentPlans.KEPT, shapes);
    }
    StepPlan plan = plans.get(shapes, make);
    plan.dropoutCounter(dropout.getOrDefault(kind, 0L));
    return plan;
  }

  /**
   * Remembers how many masks a kind has drawn, after a forward pass.
   *
   * @param kind of the step
   * @param plan that drew them
   */
  public void drawn(String kind, StepPlan plan) {
    dropout.put(kind, plan.dropoutCounter());
  }

  /**
   * Goes to where other plans were.
   *
   * @param drawn by kind, how often they drew masks
   */
  public void restore(Map<String, Long> drawn) {
    dropout.putAll(drawn);
  }

  /** @return by kind, how often dropout masks were drawn */
  public Map<String, Long> dropout() {
    return dropout;
  }

  @Override
  public void close() {
    kinds.values().forEach(RecentPlans::close);
  }
}
