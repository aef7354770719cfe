package org.automtl4j.graph.model;

import org.automtl4j.graph.model.internal.InferenceGraph;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.plan.Work;

/** Counts what a finished model's predictions for all tasks have to do. */
public final class InferenceWork {
  private InferenceWork() {}

  /**
   * @param model the model, whose arrays are only looked at
   * @param images in a batch
   * @return what all tasks' predictions for a batch of images of the model's size have to do; what tasks share counts once
   */
  public static Work of(MultiTaskModel model, int images) {
    InferenceGraph graph = model.graph();
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).memory(new PlanMemory())
        .input(graph.input(), images, model.inputChannels(), model.height(), model.width()).outputs(graph.predictions().values()).build()) {
      return plan.work();
    }
  }
}
