package org.automtl4j.train.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.RelativePerformance;

/**
 * How much better a model is than another one on the same images, and how sure that is for other images of the kind: what both find hard drops out, since they are
 * compared part by part.
 *
 * @param gain Delta over the reference, as a fraction
 * @param standardError of the gain
 * @param byTask each task's part, as a fraction
 * @param errorsByTask their standard errors
 */
public record PairedDelta(double gain, double standardError, Map<String, Double> byTask, Map<String, Double> errorsByTask) {
  /** As bad as a figure can be: nothing of the reference is left. */
  private static final double WORST = -1;

  /** Keeps unmodifiable copies in the same order. */
  public PairedDelta {
    byTask = Collections.unmodifiableMap(new LinkedHashMap<>(byTask));
    errorsByTask = Collections.unmodifiableMap(new LinkedHashMap<>(errorsByTask));
  }

  /**
   * @param tasks the tasks that count
   * @param model the model that is judged
   * @param reference the model that it is compared with, on the same images
   * @param metrics names of the metrics that count for a kind of task
   * @return always numbers: a figure that the reference does not have, or that is 0 there, tells nothing; one that only the model lacks is -100 %. The standard
   *     error is infinite where there are fewer than two parts
   * @throws IllegalArgumentException if the two were cut into parts differently
   */
  public static PairedDelta of(List<Task> tasks, PartedEvaluation model, PartedEvaluation reference, Function<TaskKind, List<String>> metrics) {
    if (model.without().size() != reference.without().size()) {
      throw new IllegalArgumentException("found " + model.without().size() + " parts, allowed: the reference's " + reference.without().size());
    }
    Map<String, Double> byTask = new LinkedHashMap<>();
    Map<String, Double> errors = new LinkedHashMap<>();
    for (Task task : tasks) {
      List<String> names = metrics.apply(task.kind());
      byTask.put(task.name(), change(task, model.whole().metrics(), reference.whole().metrics(), names));
      errors.put(task.name(), error(model, reference, (m, r) -> change(task, m, r, names)));
    }
    ToDoubleFunction<Function<Task, Double>> mean = of -> tasks.stream().mapToDouble(of::apply).average().orElseThrow();
    double error = error(model, reference, (m, r) -> mean.applyAsDouble(task -> change(task, m, r, metrics.apply(task.kind()))));
    return new PairedDelta(mean.applyAsDouble(task -> byTask.get(task.name())), error, byTask, errors);
  }

  private interface Change {
    double of(Map<String, List<MetricValue>> model, Map<String, List<MetricValue>> reference);
  }

  private static double error(PartedEvaluation model, PartedEvaluation reference, Change change) {
    int parts = model.without().size();
    if (parts < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double[] left = IntStream.range(0, parts).mapToDouble(part -> change.of(model.without().get(part), reference.without().get(part))).toArray();
    double mean = IntStream.range(0, parts).mapToDouble(part -> left[part]).average().orElseThrow();
    double squares = IntStream.range(0, parts).mapToDouble(part -> (left[part] - mean) * (left[part] - mean)).sum();
    return Math.sqrt((parts - 1.0) / parts * squares);
  }

  private static double change(Task task, Map<String, List<MetricValue>> model, Map<String, List<MetricValue>> reference, List<String> metrics) {
    return metrics.stream().mapToDouble(name -> change(value(task, model, name), value(task, reference, name).value())).average().orElse(0);
  }

  private static double change(MetricValue value, double reference) {
    if (!Double.isFinite(reference) || reference == 0) {
      return 0;
    }
    return Double.isFinite(value.value()) ? RelativePerformance.ofMetric(value, reference) : WORST;
  }

  private static MetricValue value(Task task, Map<String, List<MetricValue>> values, String metric) {
    return MetricNames.find(values.get(task.name()), metric).orElseThrow(() -> new IllegalArgumentException("no metric '" + metric + "' of task '" + task.name() + "'"));
  }
}
