package org.automtl4j.train.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.plan.InferencePlan;
import org.automtl4j.graph.samediff.TaskGraph;
import org.automtl4j.graph.samediff.TaskGraphs;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.Stage;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Evaluates one path through a super-model as it stands, for validation while it is being trained. */
final class PathPredictor implements Predictor, AutoCloseable {
  private final SuperModel model;
  private final Stage stage;
  private final Optional<Architecture> architecture;
  private final Map<Long, InferencePlan> plans = new HashMap<>();
  private TaskGraph graph;

  PathPredictor(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    this.model = model;
    this.stage = stage;
    this.architecture = architecture;
  }

  @Override
  public Map<String, INDArray> outputs(INDArray images) {
    if (graph == null) {
      graph =
          TaskGraphs.build(
              model, stage, model.tasks().stream().map(Task::name).toList(), false, (int) images.size(2), (int) images.size(3), architecture);
    }
    InferencePlan plan =
        plans.computeIfAbsent(
            images.size(0),
            n -> InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape()).outputs(graph.predictions().values()).build());
    plan.input(graph.input()).assign(images);
    plan.run();
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    graph.predictions().forEach((task, variable) -> outputs.put(task, plan.value(variable)));
    return outputs;
  }

  @Override
  public void close() {
    plans.values().forEach(InferencePlan::close);
  }
}
