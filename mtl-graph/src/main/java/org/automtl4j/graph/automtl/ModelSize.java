package org.automtl4j.graph.automtl;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;

/**
 * How large the model is that answers all tasks.
 *
 * @param backboneParameters the paper's count: weights and biases of the convolutions, shared ones once, specific ones per task, skipped ones not at all
 * @param parameters all numbers that the model stores: backbone, skip projections, BatchNorms with their running statistics, heads
 * @param multiplyAdds multiplications with an addition in convolutions and linear layers for one image and all tasks; what tasks share is computed once
 */
public record ModelSize(long backboneParameters, long parameters, long multiplyAdds) {

  /**
   * @param model the supermodel
   * @param stage COMMON, TASK_SPECIFIC or HARD
   * @param architecture the branches of stage HARD; without one, the most probable branches
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @return the size of the inference model
   * @throws IllegalArgumentException for a stage that mixes branches and so has no final model
   */
  public static ModelSize of(SuperModel model, Stage stage, Optional<Architecture> architecture, int height, int width) {
    List<String> tasks = model.tasks().stream().map(Task::name).toList();
    TaskGraph graph = TaskGraphs.inference(model, stage, tasks, height, width, architecture);
    long parameters = graph.parameters().stream().mapToLong(name -> model.parameters().get(name).length()).sum();
    return new ModelSize(backboneParameters(model, Paths.of(model, stage, architecture)), parameters, graph.multiplyAdds());
  }

  /**
   * The paper's count of one architecture, without building its graph.
   *
   * @param model the supermodel
   * @param architecture the branches
   * @return weights and biases of the convolutions, shared ones once, specific ones per task, skipped ones not at all
   */
  public static long backboneParameters(SuperModel model, Architecture architecture) {
    return backboneParameters(model, Paths.of(model, Stage.HARD, Optional.of(architecture)));
  }

  /**
   * @param model the supermodel
   * @return the same count over one single-task model per task
   */
  public static long singleTaskBackboneParameters(SuperModel model) {
    return model.tasks().size() * backboneParameters(model, Paths.of(model, Stage.COMMON, Optional.empty()));
  }

  private static long backboneParameters(SuperModel model, Paths paths) {
    long sum = 0;
    for (Node node : model.backbone().nodes()) {
      if (node.layer() instanceof Convolution) {
        List<Branch> branches = model.tasks().stream().map(task -> paths.branches(task.name(), node.index()).get(0)).toList();
        long copies = branches.stream().filter(Branch.SPECIFIC::equals).count() + (branches.contains(Branch.SHARED) ? 1 : 0);
        sum += copies * model.backbone().parameters(node.index());
      }
    }
    return sum;
  }

  /**
   * @param other another model that is used beside this one
   * @return the size of both together
   */
  public ModelSize plus(ModelSize other) {
    return new ModelSize(backboneParameters + other.backboneParameters, parameters + other.parameters, multiplyAdds + other.multiplyAdds);
  }
}
