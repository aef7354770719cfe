package org.automtl4j.kernels;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.PlanMemory;

/** Whether sums over single steps are what whole models take; prints a line for each model, and ends with 1 where one is too far off. */
public final class LatencyCheck {
  private static final double ALLOWED = 0.15;
  private static final int WARM_UP = 10;
  private static final int RUNS = 60;
  private static final double MILLISECONDS = 1e3;
  private static final List<String> TASKS = List.of("a", "b", "c");

  private LatencyCheck() {}

  /**
   * @param backbones as {@code NAME:SIDE}, the side of its square images in pixels
   */
  public static void main(String[] backbones) {
    boolean good = true;
    for (String words : backbones) {
      String[] parts = words.split(":");
      good &= check(parts[0], Integer.parseInt(parts[1]));
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean check(String name, int side) {
    SuperModel.Builder builder = SuperModel.builder(Backbone.named(name)).batchNormPolicy(BatchNormPolicy.SEARCH);
    TASKS.forEach(task -> builder.task(Task.depth(task), TaskHead.conv1x1(32)));
    SuperModel model = builder.build();
    int half = model.policyNodes().get(model.policyNodes().size() / 2).layer();
    Architecture tree = Architecture.of(model, (task, layer) -> layer < half ? Branch.SHARED : Branch.SPECIFIC);
    StepTimes times = new StepTimes(Map.of(), changed -> {});
    // In this order, so that the tree's sum is made of steps that were measured in other models.
    boolean good = check(name + ", single-task", times, TaskGraphs.inference(model, Stage.COMMON, TASKS.subList(0, 1), side, side, Optional.empty()), side);
    good &= check(name + ", hard sharing", times, TaskGraphs.inference(model, Stage.COMMON, TASKS, side, side, Optional.empty()), side);
    good &= check(name + ", all part half-way", times, TaskGraphs.inference(model, Stage.HARD, TASKS, side, side, Optional.of(tree)), side);
    model.parameters().close();
    return good;
  }

  private static boolean check(String what, StepTimes times, TaskGraph graph, int side) {
    double sum = times.latency(graph, 3, side, side);
    double whole = whole(graph, side);
    boolean good = Math.abs(sum / whole - 1) <= ALLOWED;
    System.out.println(String.format(Locale.ROOT, "%-50s sum %9.3f ms  whole %9.3f ms  ratio %.3f%s", what, sum * MILLISECONDS, whole * MILLISECONDS, sum / whole,
        good ? "" : "  too far"));
    return good;
  }

  /** The least time of a run, with no look at the clock in it. */
  private static double whole(TaskGraph graph, int side) {
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).memory(new PlanMemory()).input(graph.input(), 1, 3, side, side)
        .outputs(graph.predictions().values()).build()) {
      long least = Long.MAX_VALUE;
      for (int run = 0; run < WARM_UP + RUNS; run++) {
        long start = System.nanoTime();
        plan.run();
        long taken = System.nanoTime() - start;
        least = run < WARM_UP ? least : Math.min(least, taken);
      }
      return least * 1e-9;
    }
  }
}
