package org.automtl4j.app.run;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.StepTimes;

/** Milliseconds of a run's models, for one image and all tasks. */
final class Latencies {
  private static final double MILLISECONDS = 1e3;

  /** What architectures are built of; empty in runs of methods that have none. */
  private final Optional<SuperModel> model;
  private final int height;
  private final int width;
  private final StepTimes times;

  Latencies(Optional<SuperModel> model, int height, int width, StepTimes times) {
    this.model = model;
    this.height = height;
    this.width = width;
    this.times = times;
  }

  /** Of models that answer together. */
  double milliseconds(List<MultiTaskModel> models) {
    return models.stream().mapToDouble(times::latency).sum() * MILLISECONDS;
  }

  /** Of a model of its own for every task, together, whether they were trained or not. */
  Optional<Double> singleTasks() {
    return model.map(m -> m.tasks().stream().map(Task::name).mapToDouble(task -> milliseconds(m, Stage.COMMON, List.of(task), Optional.empty())).sum());
  }

  /** Of an architecture, whether it was trained or not. */
  double milliseconds(Architecture architecture) {
    SuperModel branches = model.orElseThrow(() -> new IllegalStateException("an architecture of branches in a run without"));
    return milliseconds(branches, Stage.HARD, branches.tasks().stream().map(Task::name).toList(), Optional.of(architecture));
  }

  private double milliseconds(SuperModel branches, Stage stage, List<String> tasks, Optional<Architecture> architecture) {
    SuperModel fresh = branches.fresh(1, PathParameters.of(branches, stage, architecture));
    try {
      return MILLISECONDS * times.latency(TaskGraphs.inference(fresh, stage, tasks, height, width, architecture), branches.backbone().inputChannels(), height, width);
    } finally {
      fresh.parameters().close();
    }
  }
}
