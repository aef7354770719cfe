package org.automtl4j.graph.automtl;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.HeadWork;

/**
 * Counts what any architecture of a super-model stores and computes, without building its graph: a layer is computed once for all tasks that take the same
 * numbers over the same input. The sums are those of {@link ModelSize#of}, to the unit. Immutable; an architecture is counted in microseconds.
 */
public final class SharedWork {
  private final Backbone backbone;
  private final boolean batchNormsAreSearched;
  private final Map<String, HeadWork> heads;
  private final List<Shape> shapes;
  private final BitSet needed;

  private SharedWork(Backbone backbone, BatchNormPolicy batchNorms, Map<String, HeadWork> heads, int height, int width) {
    this.backbone = backbone;
    this.batchNormsAreSearched = batchNorms == BatchNormPolicy.SEARCH;
    this.heads = heads;
    this.shapes = backbone.shapes(height, width);
    this.needed = FeatureNodes.needed(backbone);
  }

  /**
   * @param model a super-model
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @return what counts its architectures, heads included
   * @throws org.automtl4j.core.InvalidInputException if the input size does not fit the backbone
   */
  public static SharedWork of(SuperModel model, int height, int width) {
    List<Shape> features = FeatureNodes.of(model.backbone(), model.backbone().shapes(height, width));
    Map<String, HeadWork> heads = new LinkedHashMap<>();
    for (Task task : model.tasks()) {
      heads.put(task.name(), HeadWork.of(model.head(task.name()), task, features));
    }
    return new SharedWork(model.backbone(), model.batchNormPolicy(), heads, height, width);
  }

  /**
   * @param backbone a backbone
   * @param tasks the tasks' names
   * @param batchNorms whether architectures choose at BatchNorms
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @return what counts architectures without heads
   * @throws org.automtl4j.core.InvalidInputException if the input size does not fit the backbone
   */
  public static SharedWork withoutHeads(Backbone backbone, List<String> tasks, BatchNormPolicy batchNorms, int height, int width) {
    Map<String, HeadWork> heads = new LinkedHashMap<>();
    tasks.forEach(task -> heads.put(task, new HeadWork(0, 0)));
    return new SharedWork(backbone, batchNorms, heads, height, width);
  }

  /** @return the tasks' names, in the model's order */
  public List<String> tasks() {
    return List.copyOf(heads.keySet());
  }

  /**
   * @param architecture what a search has found; layers where it has no choice are shared by all tasks if they are convolutions, and each task's own if they are
   *     BatchNorms that are not searched
   * @return its work for all tasks
   */
  public ModelWork of(Architecture architecture) {
    return count(following(architecture::branch), tasks());
  }

  /**
   * @param architecture what a search has found
   * @return what each task's path costs alone, its head included: multiply-adds for one image
   */
  public Map<String, Long> byTask(Architecture architecture) {
    Map<String, Long> alone = new LinkedHashMap<>();
    tasks().forEach(task -> alone.put(task, count(following(architecture::branch), List.of(task)).multiplyAdds()));
    return alone;
  }

  /**
   * Adds what an architecture does not say: with {@link BatchNormPolicy#TASK_SPECIFIC} each task has BatchNorms of its own, and a model of one task has only what
   * it shares with itself.
   *
   * @param branches the branches at the layers where tasks choose
   * @return the branches at all layers
   */
  public Branching following(Branching branches) {
    if (heads.size() == 1) {
      return Branching.HARD_SHARING;
    }
    return (task, layer) -> batchNormsAreSearched || !PathNumbers.isBatchNorm(backbone, layer) ? branches.at(task, layer) : Branching.SEPARATE.at(task, layer);
  }

  /** @return the work of hard sharing: one trunk, a head for each task */
  public ModelWork hardSharing() {
    return count(Branching.HARD_SHARING, tasks());
  }

  /** @return the size of the single-task models, together */
  public ModelSize singleTasks() {
    return tasks().stream().map(task -> count(Branching.HARD_SHARING, List.of(task)).size()).reduce(ModelSize::plus).orElseThrow();
  }

  /**
   * @param branches which branch each task takes at each convolution and BatchNorm, taken at its word
   * @param wanted the tasks that are answered
   * @return their work
   */
  public ModelWork count(Branching branches, List<String> wanted) {
    PathNumbers numbers = new PathNumbers(backbone, shapes, branches);
    wanted.forEach(task -> numbers.add(task, needed));
    Map<String, WorkPart> parts = new LinkedHashMap<>();
    wanted.forEach(task -> parts.put(task, part(heads.get(task))));
    return new ModelWork(numbers.backboneParameters(wanted), numbers.layers(), parts);
  }

  private static WorkPart part(HeadWork head) {
    return new WorkPart(head.parameters(), 1, head.multiplyAdds(), 1);
  }
}
