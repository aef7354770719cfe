package org.automtl4j.train.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.train.batch.RecentPlans;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Evaluates one path through a super-model as it stands, for validation while it is being trained. */
public final class PathPredictor implements Predictor, AutoCloseable {
  private final SuperModel model;
  private final Stage stage;
  private final Optional<Architecture> architecture;
  private final RecentPlans<List<Long>, Run> runs = new RecentPlans<>(run -> run.plan().close());

  /**
   * @param model as it stands
   * @param stage which branches of each path count
   * @param architecture the branches, in a stage that takes one of each layer
   */
  public PathPredictor(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    this.model = model;
    this.stage = stage;
    this.architecture = architecture;
  }

  /** What is computed for images of one shape. */
  private record Run(TaskGraph graph, InferencePlan plan) {}

  @Override
  public Map<String, INDArray> outputs(INDArray images) {
    Run run = runs.get(Arrays.stream(images.shape()).boxed().toList(), () -> run(images.shape()));
    run.plan().assign(run.graph().input(), images);
    run.plan().run();
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    run.graph().predictions().forEach((task, variable) -> outputs.put(task, run.plan().value(variable)));
    return outputs;
  }

  private Run run(long[] shape) {
    List<String> tasks = model.tasks().stream().map(Task::name).toList();
    TaskGraph graph = TaskGraphs.build(model, stage, tasks, false, (int) shape[2], (int) shape[3], architecture);
    return new Run(graph, InferencePlan.builder(graph.sameDiff()).input(graph.input(), shape).outputs(graph.predictions().values()).build());
  }

  @Override
  public void close() {
    runs.close();
  }
}
