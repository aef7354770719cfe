package org.automtl4j.train.grow;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.tree.BranchPoints;
import org.automtl4j.train.tree.Tree;

/** What trees of a model take for one image on this machine, in seconds. */
final class TreeLatency {
  private final SuperModel model;
  private final BranchPoints points;
  private final StepTimes times;
  private final int height;
  private final int width;
  private final List<String> tasks;

  TreeLatency(SuperModel model, BranchPoints points, StepTimes times, int height, int width) {
    this.model = model;
    this.points = points;
    this.times = times;
    this.height = height;
    this.width = width;
    this.tasks = model.tasks().stream().map(Task::name).toList();
  }

  double of(Tree tree) {
    return seconds(Stage.HARD, tasks, Optional.of(Fork.architecture(model, points, tree)));
  }

  /** Of a model of its own for every task, one after the other. */
  double singleTasks() {
    return tasks.stream().mapToDouble(task -> seconds(Stage.COMMON, List.of(task), Optional.empty())).sum();
  }

  private double seconds(Stage stage, List<String> wanted, Optional<Architecture> architecture) {
    SuperModel fresh = model.fresh(1, PathParameters.of(model, stage, architecture));
    try {
      return times.latency(TaskGraphs.inference(fresh, stage, wanted, height, width, architecture), model.backbone().inputChannels(), height, width);
    } finally {
      fresh.parameters().close();
    }
  }
}
