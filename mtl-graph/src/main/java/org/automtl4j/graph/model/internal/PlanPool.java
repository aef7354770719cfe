package org.automtl4j.graph.model.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.automtl4j.plan.InferencePlan;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs inference for many threads. Each run has a plan of its own; plans are kept for the next run of the same shape and tasks, in a bounded number, and so are the graphs that
 * they are built from. All of them read the same weights.
 */
public final class PlanPool implements AutoCloseable {
  private static final int GRAPHS = 8;

  private final Function<Use, InferenceGraph> graphs;
  private final int limit;
  private final Semaphore running;
  private final Deque<Plan> idle = new ArrayDeque<>();
  private final Map<Use, InferenceGraph> known = new LinkedHashMap<>(16, .75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Use, InferenceGraph> eldest) {
      return size() > GRAPHS;
    }
  };
  private boolean closed;

  /**
   * What a graph is made for.
   *
   * @param tasks the tasks, in the model's order
   * @param height rows of the input
   * @param width columns of the input
   */
  public record Use(List<String> tasks, int height, int width) {
    /** Keeps an unmodifiable copy. */
    public Use {
      tasks = List.copyOf(tasks);
    }
  }

  private record Plan(Use use, long images, InferenceGraph graph, InferencePlan plan) {}

  /**
   * @param graphs makes a graph
   * @param limit how many runs go on at once, and how many idle plans are kept
   */
  public PlanPool(Function<Use, InferenceGraph> graphs, int limit) {
    this.graphs = graphs;
    this.limit = limit;
    this.running = new Semaphore(limit, true);
  }

  /**
   * @param images [N, C, H, W]
   * @param tasks the tasks that are wanted, in the model's order
   * @return by task, the head's output, in arrays of its own
   * @throws IllegalStateException if the pool is closed
   */
  public Map<String, INDArray> run(INDArray images, List<String> tasks) {
    Use use = new Use(tasks, Math.toIntExact(images.size(2)), Math.toIntExact(images.size(3)));
    running.acquireUninterruptibly();
    try {
      Plan plan = take(use, images);
      boolean done = false;
      try {
        plan.plan.adopt();
        plan.plan.assign(plan.graph.input(), images);
        plan.plan.run();
        Map<String, INDArray> outputs = new LinkedHashMap<>();
        tasks.forEach(task -> outputs.put(task, plan.plan.value(plan.graph.predictions().get(task)).dup('c')));
        done = true;
        return outputs;
      } finally {
        giveBack(plan, done);
      }
    } finally {
      running.release();
    }
  }

  /** Builds one plan at a time: reading a graph is not known to be safe for several threads. */
  private synchronized Plan take(Use use, INDArray images) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    for (Iterator<Plan> i = idle.iterator(); i.hasNext();) {
      Plan plan = i.next();
      if (plan.use.equals(use) && plan.images == images.size(0)) {
        i.remove();
        return plan;
      }
    }
    InferenceGraph graph = known.get(use);
    if (graph == null) {
      graph = graphs.apply(use);
      known.put(use, graph);
    }
    List<String> outputs = use.tasks.stream().map(graph.predictions()::get).toList();
    InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape()).outputs(outputs).build();
    return new Plan(use, images.size(0), graph, plan);
  }

  private synchronized void giveBack(Plan plan, boolean intact) {
    if (closed || !intact) {
      plan.plan.close();
      return;
    }
    idle.addFirst(plan);
    while (idle.size() > limit) {
      idle.removeLast().plan.close();
    }
  }

  /** Frees idle plans now and running ones when they are done. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(plan -> plan.plan.close());
    idle.clear();
    known.clear();
  }
}
