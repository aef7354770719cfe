package org.automtl4j.train.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The losses of the single batches of a validation. */
public final class BatchLosses {
  private BatchLosses() {}

  /** By task, the loss of each batch of the path that is validated in a stage, with the model as it stands. */
  public static Map<String, List<Double>> of(SuperModel model, Stage path, GivenData data, int batchSize) {
    Optional<Architecture> architecture = path == Stage.HARD ? Optional.of(Architecture.argmax(model)) : Optional.empty();
    TaskGraph graph = TaskGraphs.build(model, path, model.tasks().stream().map(Task::name).toList(), false, data.height(), data.width(), architecture);
    Map<String, List<Double>> losses = new HashMap<>();
    for (int from = 0; from < data.validation().size(); from += batchSize) {
      List<Sample> samples = data.validation().subList(from, Math.min(from + batchSize, data.validation().size()));
      GivenData batch = new GivenData(data.tasks(), data.height(), data.width(), data.channels(), samples);
      Evaluation evaluation = Evaluator.evaluate(images -> outputs(graph, images), data.tasks(), batch, Split.VAL, batchSize,
          t -> MetricOptions.DEFAULT, t -> Evaluator.usualLoss(t, batch));
      evaluation.losses().forEach((task, loss) -> losses.computeIfAbsent(task, t -> new ArrayList<>()).add(loss));
    }
    return losses;
  }

  private static Map<String, INDArray> outputs(TaskGraph graph, INDArray images) {
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape()).outputs(graph.predictions().values()).build()) {
      plan.input(graph.input()).assign(images);
      plan.run();
      Map<String, INDArray> outputs = new HashMap<>();
      graph.predictions().forEach((task, variable) -> outputs.put(task, plan.value(variable).dup()));
      return outputs;
    }
  }
}
