package org.automtl4j.train.evaluate;

import java.util.List;
import java.util.function.Function;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricValue;

/** Compares the validations of a stage: by one metric, or by Delta against the first validation whose figures are neither 0 nor undefined. */
public final class ValidationTracker {
  private final Validation rule;
  private final List<Task> tasks;
  private final Function<TaskKind, List<String>> deltaMetrics;
  private BestSoFar best;

  /**
   * @param rule what is compared, and how patiently
   * @param tasks of the model
   * @param deltaMetrics names of the metrics of a kind of task that count in a Delta
   * @param best what was so far
   */
  public ValidationTracker(Validation rule, List<Task> tasks, Function<TaskKind, List<String>> deltaMetrics, BestSoFar best) {
    this.rule = rule;
    this.tasks = tasks;
    this.deltaMetrics = deltaMetrics;
    this.best = best;
  }

  /** @return the best so far */
  public BestSoFar best() {
    return best;
  }

  /**
   * Takes an evaluation into account.
   *
   * @param iteration after which it was made
   * @param evaluation on the validation split
   * @return whether it is the best so far
   */
  public boolean add(int iteration, Evaluation evaluation) {
    double score = rule.metric().map(m -> metric(m, evaluation)).orElseGet(() -> delta(evaluation));
    boolean better = !Double.isNaN(score) && !(score <= best.score());
    best = better ? new BestSoFar(best.reference(), iteration, score, 0) : new BestSoFar(best.reference(), best.iteration(), best.score(), best.worse() + 1);
    return better;
  }

  /** @return whether too many validations have brought nothing better */
  public boolean patienceIsOver() {
    return rule.patience() > 0 && best.worse() >= rule.patience();
  }

  private double delta(Evaluation evaluation) {
    if (best.reference().isEmpty() && Double.isFinite(Deltas.overall(tasks, evaluation.metrics(), evaluation.metrics(), deltaMetrics))) {
      best = new BestSoFar(List.of(evaluation), best.iteration(), best.score(), best.worse());
    }
    return best.reference().isEmpty() ? Double.NaN : Deltas.overall(tasks, evaluation.metrics(), best.reference().get(0).metrics(), deltaMetrics);
  }

  private static double metric(String name, Evaluation evaluation) {
    int dot = name.indexOf('.');
    String task = dot < 0 ? name : name.substring(0, dot);
    List<MetricValue> values = evaluation.metrics().getOrDefault(task, List.of());
    if (values.isEmpty()) {
      // A single-task baseline has only one of the tasks; whichever it is, it is compared by its own first metric.
      values = evaluation.metrics().values().iterator().next();
      return evaluation.metrics().size() == 1 ? signed(values.get(0)) : unknown(name, evaluation);
    }
    String wanted = dot < 0 ? values.get(0).name() : name.substring(dot + 1);
    return MetricNames.find(values, wanted).map(ValidationTracker::signed).orElseGet(() -> unknown(name, evaluation));
  }

  private static double signed(MetricValue value) {
    return value.higherIsBetter() ? value.value() : -value.value();
  }

  private static double unknown(String name, Evaluation evaluation) {
    List<String> known = evaluation.metrics().entrySet().stream().flatMap(e -> e.getValue().stream().map(v -> e.getKey() + "." + v.name())).toList();
    throw new InvalidInputException("validation.metric: found '" + name + "', allowed: delta, " + String.join(", ", known));
  }
}
