package org.automtl4j.graph.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.model.internal.InferenceGraph;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.PlanMemory;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * How long each distinct step of inference takes on this machine, for one image: an operation with its arguments on arrays of certain shapes. A model's latency is
 * the sum over its steps, so that models that do the same step have the same time for it, and one that does no more steps than another is never called slower by chance.
 * A step that is not known yet is measured: the least of {@value #RUNS} runs within a model that does it, after some that do not count. Not thread-safe.
 */
public final class StepTimes {
  private static final int WARM_UP = 3;
  private static final long WARM_UP_NANOS = 400_000_000;
  private static final int MOST_RUNS = 2_000;
  private static final int RUNS = 30;

  private final SortedMap<String, Double> seconds;
  private final Consumer<StepTimes> changed;

  /**
   * @param known seconds by step, from an earlier time on this machine; empty if nothing was measured yet
   * @param changed is told whenever steps were measured
   */
  public StepTimes(Map<String, Double> known, Consumer<StepTimes> changed) {
    this.seconds = new TreeMap<>(known);
    this.changed = changed;
    known.forEach((step, time) -> {
      if (!(time >= 0) || time.isInfinite()) {
        throw new IllegalArgumentException("step '" + step + "': found " + time + " seconds, allowed: a finite number of at least 0");
      }
    });
  }

  /** @return seconds by step, in the order of the steps' names */
  public SortedMap<String, Double> seconds() {
    return Collections.unmodifiableSortedMap(seconds);
  }

  /**
   * @param model a finished model
   * @return seconds that it takes for one image of its size and all its tasks
   */
  public double latency(MultiTaskModel model) {
    InferenceGraph graph = model.graph();
    return latency(graph.sameDiff(), graph.input(), graph.predictions(), new long[] {1, model.inputChannels(), model.height(), model.width()});
  }

  /**
   * @param graph an inference graph
   * @param channels of the image
   * @param height of the image, in pixels
   * @param width of the image, in pixels
   * @return seconds that it takes for one image and all its tasks
   */
  public double latency(TaskGraph graph, int channels, int height, int width) {
    return latency(graph.sameDiff(), graph.input(), graph.predictions(), new long[] {1, channels, height, width});
  }

  private double latency(SameDiff sameDiff, String input, Map<String, String> predictions, long[] shape) {
    try (InferencePlan plan = InferencePlan.builder(sameDiff).memory(new PlanMemory()).input(input, shape).outputs(predictions.values()).build()) {
      return latency(plan);
    }
  }

  /**
   * @param plan for one image
   * @return seconds of a run
   */
  public double latency(InferencePlan plan) {
    List<String> steps = plan.steps();
    if (!seconds.keySet().containsAll(steps)) {
      measure(plan, steps);
    }
    return steps.stream().mapToDouble(seconds::get).sum();
  }

  /** Measures what is not known; what is known stays. */
  private void measure(InferencePlan plan, List<String> steps) {
    // Java compiles the loops of small models only after many runs of them.
    long start = System.nanoTime();
    for (int run = 0; run < WARM_UP || System.nanoTime() - start < WARM_UP_NANOS && run < MOST_RUNS; run++) {
      plan.run();
    }
    Set<String> missing = new HashSet<>(steps);
    missing.removeAll(seconds.keySet());
    List<Double> times = new ArrayList<>(plan.stepSeconds(RUNS));
    Map<String, Double> least = new HashMap<>();
    for (int k = 0; k < times.size(); k++) {
      if (missing.contains(steps.get(k))) {
        least.merge(steps.get(k), times.get(k), Math::min);
      }
    }
    seconds.putAll(least);
    changed.accept(this);
  }
}
