package org.automtl4j.train.method.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.train.checkpoint.TrainingSettings;
import org.automtl4j.train.evaluate.Validation;

/**
 * Which mean IoU the words of {@code validation.metric} mean, now and in files of format version 1, where {@code miou} was what is {@code miou_hit} now. A training
 * that began by one goes on by it.
 */
public final class MeanIouWords {
  private static final Pattern METRIC = Pattern.compile("metric=Optional(?:\\.empty|\\[(.*?)])");
  private static final String UNMISTAKABLE = "miou_present";

  private MeanIouWords() {}

  /**
   * @param words a metric as a configuration names it
   * @param tasks of the model that is validated
   * @return {@code task.miou} or {@code task.miou_hit}; empty if the words mean another figure
   */
  public static Optional<String> now(String words, List<Task> tasks) {
    return meaning(words, tasks, MetricNames::canonical);
  }

  /**
   * @param words a metric as a file of format version 1 names it
   * @param tasks of the model that is validated
   * @return {@code task.miou} or {@code task.miou_hit}; empty if the words mean another figure
   */
  public static Optional<String> once(String words, List<Task> tasks) {
    return meaning(words, tasks, MetricNames::ofVersion1);
  }

  /** A task without a metric means its first, which is {@code miou} now as then; so does a task that is none of a single-task model's. */
  private static Optional<String> meaning(String words, List<Task> tasks, UnaryOperator<String> name) {
    String[] parts = words.split("\\.", 2);
    Optional<Task> named = tasks.stream().filter(t -> t.name().equals(parts[0])).findFirst();
    Optional<Task> task = named.or(() -> tasks.size() == 1 ? Optional.of(tasks.get(0)) : Optional.empty()).filter(t -> t.kind() == TaskKind.SEGMENTATION);
    String metric = name.apply(named.isPresent() && parts.length == 2 ? parts[1] : MetricNames.MIOU);
    return task.filter(t -> metric.equals(MetricNames.MIOU) || metric.equals(MetricNames.MIOU_HIT)).map(t -> t.name() + "." + metric);
  }

  /**
   * @param words a metric as a configuration names it
   * @param tasks of the model
   * @return what a person is told whose words have changed their meaning; empty where they have not
   */
  public static Optional<String> remark(String words, List<Task> tasks) {
    Optional<String> before = once(words, tasks);
    return now(words, tasks).filter(m -> !before.equals(Optional.of(m))).map(m -> "validation.metric: '" + words + "' now is " + m
        + ", the mean over the classes that occur, which was called miou_present. The published mean over the classes that are right at least once, "
        + "which was called miou, is " + before.orElseThrow() + ". To say which one without this remark: " + unmistakable(m) + " or " + before.orElseThrow());
  }

  /**
   * The metric of a validation as checkpoints of format 2 say it: in words that mean the same to every version.
   *
   * @param validation how a run validates
   * @param tasks of the model
   * @return the words; empty for Delta
   */
  public static Optional<String> written(Validation validation, List<Task> tasks) {
    return validation.metric().map(words -> now(words, tasks).map(MeanIouWords::unmistakable).orElse(words));
  }

  private static String unmistakable(String metric) {
    return metric.replaceFirst("\\." + MetricNames.MIOU + "$", "." + UNMISTAKABLE);
  }

  /**
   * @param found the metric that a checkpoint names; empty for Delta
   * @param validation how a run validates
   * @param tasks of the model
   * @return the validation that the training began with
   */
  public static Validation begun(Optional<String> found, Validation validation, List<Task> tasks) {
    return found.flatMap(words -> once(words, tasks)).map(validation::by).orElse(validation);
  }

  /**
   * @param found the metric that a checkpoint names; empty for Delta
   * @param validation how a run validates
   * @param tasks of the model
   * @return whether the training may go on by it: the words are the same, or they mean the same
   */
  public static boolean goesOn(Optional<String> found, Validation validation, List<Task> tasks) {
    Optional<String> meant = found.flatMap(words -> once(words, tasks));
    boolean same = meant.isPresent() && (found.equals(validation.metric()) || meant.equals(validation.metric().flatMap(words -> now(words, tasks))));
    return same || found.isPresent() && validation.metric().isPresent() && namesAnother(found.get(), validation.metric().get(), tasks);
  }

  /**
   * @param validation how a run validates
   * @param metric that {@link #begun} gave
   * @param tasks of the model
   * @return whether the validation's words now mean that metric
   */
  public static boolean means(Validation validation, String metric, List<Task> tasks) {
    return validation.metric().map(words -> now(words, tasks).orElse(words).equals(metric)).orElse(false);
  }

  /** Whether both name the same task, which is none of a single-task model's, so that its own first figure counts whatever metric they name. */
  private static boolean namesAnother(String found, String wanted, List<Task> tasks) {
    String task = found.split("\\.", 2)[0];
    return tasks.size() == 1 && !tasks.get(0).name().equals(task) && wanted.split("\\.", 2)[0].equals(task);
  }

  /**
   * @param settings of a checkpoint
   * @return the metric that it names; empty for Delta
   */
  public static Optional<String> found(TrainingSettings settings) {
    if (settings.format() == 1) {
      Matcher matcher = METRIC.matcher(settings.values().getOrDefault(Dependencies.FORMER_VALIDATION, ""));
      return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }
    return Optional.ofNullable(settings.values().get(Dependencies.METRIC)).filter(words -> !words.equals(Dependencies.DELTA));
  }

  /**
   * @param options choices about a task's metrics
   * @param metric as a configuration names it, if it does
   * @param task the task
   * @return the same with {@code miou_hit}, if that is the metric
   */
  public static MetricOptions options(MetricOptions options, Optional<String> metric, Task task) {
    boolean hit = metric.flatMap(words -> now(words, List.of(task))).filter((task.name() + "." + MetricNames.MIOU_HIT)::equals).isPresent();
    return hit ? options.withHitClasses() : options;
  }
}
