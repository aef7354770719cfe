package org.automtl4j.graph.model;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.plan.InferencePlan;
import org.automtl4j.graph.plan.PlanMemory;
import org.automtl4j.graph.plan.Work;
import org.automtl4j.graph.samediff.TaskGraph;
import org.automtl4j.graph.samediff.TaskGraphs;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.Stage;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;

/** Counts what a finished model's predictions for all tasks have to do. */
public final class InferenceWork {
  private InferenceWork() {}

  /**
   * @param model the super-model, whose arrays are only looked at
   * @param stage COMMON, TASK_SPECIFIC or HARD
   * @param architecture the branches of stage HARD
   * @param images in a batch
   * @param height rows of an image, in pixels
   * @param width columns of an image, in pixels
   * @return what all tasks' predictions for the batch have to do; what tasks share counts once
   */
  public static Work of(SuperModel model, Stage stage, Optional<Architecture> architecture, int images, int height, int width) {
    List<String> tasks = model.tasks().stream().map(Task::name).toList();
    TaskGraph graph = TaskGraphs.inference(model, stage, tasks, height, width, architecture);
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).memory(new PlanMemory())
        .input(graph.input(), images, model.backbone().inputChannels(), height, width).outputs(graph.predictions().values()).build()) {
      return plan.work();
    }
  }
}
