package org.automtl4j.app.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.ConstantBaseline;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.evaluate.Deltas;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.evaluate.PartedEvaluation;
import org.automtl4j.train.method.settings.MeanIouWords;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The trained models of a run, and the table that compares them on the test split, which is read once, when all of them are trained. */
final class Contestants implements AutoCloseable {
  private final RunConfig config;
  private final MultiTaskDataSet data;
  private final Compat compat;
  private final Map<String, List<MultiTaskModel>> models = new LinkedHashMap<>();
  private final Map<String, ModelSize> sizes = new LinkedHashMap<>();

  Contestants(RunConfig config, MultiTaskDataSet data) {
    this.config = config;
    this.data = data;
    this.compat = config.compat().toCompat();
  }

  /** Adds a model, or one of the several models that answer together under one name. */
  synchronized void add(String name, MultiTaskModel model) {
    ModelSize size = model.size();
    models.computeIfAbsent(name, n -> new ArrayList<>()).add(model);
    sizes.merge(name, size, ModelSize::plus);
  }

  /** The names of those that there are: single-task models, hard sharing, other baselines, and last the run's own. */
  private List<String> order() {
    List<String> order = new ArrayList<>(List.of(Baseline.SINGLE.id(), Baseline.HARD.id()));
    config.baselines().stream().map(Baseline::id).filter(id -> !order.contains(id)).forEach(order::add);
    order.add(RunResult.SEARCH);
    return order.stream().filter(models::containsKey).toList();
  }

  synchronized RunResult result(Map<String, Double> policyConfidence, Map<String, Double> seconds) {
    List<Task> tasks = config.tasks().stream().map(t -> t.of(data)).toList();
    Map<String, Map<String, List<MetricValue>>> metrics = new LinkedHashMap<>();
    if (!models.isEmpty()) {
      metrics.put(RunResult.CONSTANT, ConstantBaseline.of(data, Split.TRAIN).evaluate(data, Split.TEST, this::options));
    }
    Map<String, Map<String, Double>> losses = new LinkedHashMap<>();
    order().forEach(name -> metrics.put(name, evaluate(name, losses.computeIfAbsent(name, n -> new LinkedHashMap<>()))));
    Map<String, Double> delta = new LinkedHashMap<>();
    Map<String, List<MetricValue>> reference = metrics.get(Baseline.SINGLE.id());
    if (compat.references().isPresent()) {
      metrics.forEach((name, values) -> delta.put(name, Deltas.published(tasks, values, compat.references().get())));
    } else if (reference != null) {
      metrics.forEach((name, values) -> delta.put(name, Deltas.overall(tasks, values, reference, compat::deltaMetrics)));
    }
    Map<String, Long> backbone = new LinkedHashMap<>();
    Map<String, Long> parameters = new LinkedHashMap<>();
    Map<String, Long> macs = new LinkedHashMap<>();
    order().forEach(
            name -> {
              backbone.put(name, sizes.get(name).backboneParameters());
              parameters.put(name, sizes.get(name).parameters());
              macs.put(name, sizes.get(name).multiplyAdds());
            });
    return new RunResult(config.name(), config.seed(), numbers(metrics), delta, backbone, parameters, macs, policyConfidence, seconds).withLosses(losses);
  }

  private MetricOptions options(Task task) {
    return MeanIouWords.options(compat.metricOptions(task), config.validation().taskMetric(), task);
  }

  /** Gives the metrics and adds the losses. */
  private Map<String, List<MetricValue>> evaluate(String name, Map<String, Double> losses) {
    Map<String, List<MetricValue>> all = new LinkedHashMap<>();
    for (MultiTaskModel model : models.get(name)) {
      Evaluation evaluation = Evaluator.evaluate(images -> model.outputs(images), model.tasks(), data, Split.TEST, config.batch(), this::options,
          task -> Evaluator.usualLoss(task, data));
      all.putAll(evaluation.metrics());
      losses.putAll(evaluation.losses());
    }
    return all;
  }

  /** The trained models by name; those of one name answer together. */
  synchronized Map<String, List<MultiTaskModel>> models() {
    Map<String, List<MultiTaskModel>> copy = new LinkedHashMap<>();
    order().forEach(name -> copy.put(name, List.copyOf(models.get(name))));
    return copy;
  }

  /** What the models of one name cost together. */
  synchronized ModelSize size(String name) {
    return sizes.get(name);
  }

  /** The figures on the validation split of all tasks that the models of one name answer. */
  PartedEvaluation onValidation(String name) {
    List<MultiTaskModel> answering = models().get(name);
    List<Task> tasks = answering.stream().flatMap(model -> model.tasks().stream()).toList();
    return PartedEvaluation.of(images -> {
      Map<String, INDArray> outputs = new LinkedHashMap<>();
      answering.forEach(model -> outputs.putAll(model.outputs(images)));
      return outputs;
    }, tasks, data, Split.VAL, config.batch(), this::options, task -> Evaluator.usualLoss(task, data));
  }

  private static Map<String, Map<String, Map<String, Double>>> numbers(Map<String, Map<String, List<MetricValue>>> metrics) {
    Map<String, Map<String, Map<String, Double>>> numbers = new LinkedHashMap<>();
    metrics.forEach(
        (model, tasks) -> {
          Map<String, Map<String, Double>> byTask = new LinkedHashMap<>();
          tasks.forEach(
              (task, values) -> {
                Map<String, Double> byMetric = new LinkedHashMap<>();
                values.forEach(v -> byMetric.put(v.name(), v.value()));
                byTask.put(task, byMetric);
              });
          numbers.put(model, byTask);
        });
    return numbers;
  }

  @Override
  public void close() {
    models.values().forEach(list -> list.forEach(MultiTaskModel::close));
  }
}
