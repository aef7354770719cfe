package org.automtl4j.train.step;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Finds the first layer whose output is no number, or beyond a limit. Slow: for the moment when a training is over anyway. */
final class TroubleFinder {
  private static final Pattern LAYER = Pattern.compile("layer\\.(\\d+)\\..*");

  private final SuperModel model;
  private final TaskGraph graph;
  private final double limit;

  TroubleFinder(SuperModel model, TaskGraph graph, double limit) {
    this.model = model;
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
      List<String> outputs = graph.layers().get(task.name());
      for (int layer = 0; layer < outputs.size(); layer++) {
        if (isBad(values.apply(outputs.get(layer)))) {
          return model.backbone().describe(layer) + parametersOf(layer);
        }
      }
      String prediction = graph.predictions().get(task.name());
      if (isBad(values.apply(prediction))) {
        return "the head of task '" + task.name() + "'";
      }
    }
    return "the loss itself";
  }

  /** Says whether the layer only computes with numbers that an update has spoilt before. */
  private String parametersOf(int layer) {
    List<String> bad =
        graph.parameters().stream()
            .filter(name -> {
              Matcher matcher = LAYER.matcher(name);
              return matcher.matches() && Integer.parseInt(matcher.group(1)) == layer && isBad(model.parameters().get(name));
            })
            .toList();
    return bad.isEmpty() ? "" : ", whose parameter " + bad.get(0) + " an update has spoilt before";
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
