package org.automtl4j.train.evaluate;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.automtl.compat.Compat;

/** Compares the validations of a stage: by one metric, or by Delta against the first validation whose figures are neither 0 nor undefined. */
public final class ValidationTracker {
  private final Validation rule;
  private final List<Task> tasks;
  private final Compat compat;
  private BestSoFar best;

  /**
   * @param rule what is compared, and how patiently
   * @param tasks of the model
   * @param compat which mean IoU counts, and against which references
   * @param best what was so far
   */
  public ValidationTracker(Validation rule, List<Task> tasks, Compat compat, BestSoFar best) {
    this.rule = rule;
    this.tasks = tasks;
    this.compat = compat;
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
    if (best.reference().isEmpty() && Double.isFinite(Deltas.overall(tasks, evaluation.metrics(), evaluation.metrics(), compat))) {
      best = new BestSoFar(List.of(evaluation), best.iteration(), best.score(), best.worse());
    }
    return best.reference().isEmpty() ? Double.NaN : Deltas.overall(tasks, evaluation.metrics(), best.reference().get(0).metrics(), compat);
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
