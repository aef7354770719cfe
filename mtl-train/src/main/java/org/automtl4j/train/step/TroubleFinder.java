package org.automtl4j.train.step;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.automtl4j.core.ops.Ancestors;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Place;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Finds the first place of a network whose output is no number, or beyond a limit. Slow: for the moment when a training is over anyway. */
final class TroubleFinder {
  private final Parameters parameters;
  private final NetworkGraph graph;
  private final double limit;

  TroubleFinder(Parameters parameters, NetworkGraph graph, double limit) {
    this.parameters = parameters;
    this.graph = graph;
    this.limit = limit;
  }

  String find(MultiDataSet batch, List<Task> tasks, Function<String, INDArray> values) {
    if (isBad(batch.getFeatures(0))) {
      return "the images of the batch";
    }
    for (int i = 0; i < tasks.size(); i++) {
      if (isBad(batch.getLabels(i))) {
        return "the labels of task '" + tasks.get(i).name() + "'";
      }
    }
    for (Task task : tasks) {
      Optional<String> trouble = find(task, values);
      if (trouble.isPresent()) {
        return trouble.get();
      }
    }
    return "the loss itself";
  }

  private Optional<String> find(Task task, Function<String, INDArray> values) {
    Set<String> before = new HashSet<>();
    for (Place place : graph.places().stream().filter(p -> p.task().equals(task.name())).toList()) {
      if (isBad(values.apply(place.variable()))) {
        return Optional.of(place.where() + parametersOf(place, before));
      }
      before.add(place.variable());
    }
    return isBad(values.apply(graph.predictions().get(task.name()))) ? Optional.of("the head of task '" + task.name() + "'") : Optional.empty();
  }

  /** Says whether the place only computes with numbers that an update has spoilt before. */
  private String parametersOf(Place place, Set<String> before) {
    Set<String> reached = Ancestors.of(graph.sameDiff(), place.variable());
    Set<String> known = new HashSet<>();
    before.forEach(variable -> known.addAll(Ancestors.of(graph.sameDiff(), variable)));
    Optional<String> bad = graph.parameters().stream().filter(name -> reached.contains(name) && !known.contains(name) && isBad(parameters.get(name))).findFirst();
    return bad.map(name -> ", whose parameter " + name + " an update has spoilt before").orElse("");
  }

  private boolean isBad(INDArray array) {
    for (long i = 0; i < array.length(); i++) {
      if (!(Math.abs(array.getDouble(i)) < limit)) {
        return true;
      }
    }
    return false;
  }
}
