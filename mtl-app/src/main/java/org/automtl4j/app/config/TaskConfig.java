package org.automtl4j.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.loss.AngleLoss;
import org.automtl4j.data.loss.LabelSizeLoss;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.loss.TaskLosses;

/**
 * A task and its head.
 *
 * @param name which of the data set's tasks
 * @param kind what its labels look like
 * @param outputs classes or channels; empty where the kind fixes them
 * @param weight factor of its loss
 * @param ignore label values that mean "unknown"; empty for the kind's usual ones
 * @param head what makes its prediction
 * @param lossSize at which size its loss compares
 */
public record TaskConfig(
    @Key("The name of one of the data set's tasks.") String name,
    @Key("What labels look like.") TaskKind kind,
    @Key(value = "Classes or channels of the prediction; can be left out where the kind fixes it (1 for depth, key points and edges, 3 for normals).", min = 1)
        Optional<Integer> outputs,
    @Key(value = "Factor of the task's loss.", byDefault = "1", above = 0) double weight,
    @Key("Label values that mean \"unknown\"; by default those that are usual for the kind.") Optional<List<Double>> ignore,
    @Key(value = "What makes the prediction of the backbone's feature.", byDefault = "{type: aspp}") HeadConfig head,
    @Key(value = "At which size the loss of dense labels compares: at the prediction's, to which labels are reduced, or at the label's, to which predictions are enlarged.",
        byDefault = "PREDICTION") LossSize lossSize) {

  /** At which size a loss compares. */
  public enum LossSize {
    /** Labels are brought to the size of predictions, as in AutoMTL. */
    PREDICTION,
    /** Predictions are brought to the size of labels, as in NDDR-CNN and MTL-NAS. */
    LABEL
  }

  /** Checks that the task can be made. */
  public TaskConfig {
    toTask(name, kind, outputs, ignore);
    if (kind.isDense() == head instanceof HeadConfig.Linear) {
      String needed = kind.isDense() ? " needs a dense head, aspp, conv1x1 or largefov; found linear" : " has one answer per image and needs the head linear";
      throw new InvalidInputException("head: a task of kind " + kind + needed);
    }
  }

  /**
   * @param task this task, as the data set has it
   * @return its loss where that departs from the usual one of its kind
   */
  public Optional<TaskLoss> loss(Task task) {
    if (lossSize == LossSize.PREDICTION || !kind.isDense()) {
      return Optional.empty();
    }
    return Optional.of(new LabelSizeLoss(kind == TaskKind.NORMALS ? new AngleLoss(task.ignore()) : TaskLosses.of(task)));
  }

  /**
   * The task as the data set has it, class names included, with this configuration's unknown labels if it names some.
   *
   * @param data a data set
   * @return its task of this name
   * @throws InvalidInputException if it has none, or one of another kind or with other outputs
   */
  public Task of(MultiTaskDataSet data) {
    Task wanted = toTask();
    Task found = data.tasks().stream().filter(task -> task.name().equals(name)).findFirst().orElseThrow(() -> new InvalidInputException(
        "tasks: found '" + name + "', allowed: the tasks of the data set " + data.name() + ", " + data.tasks().stream().map(Task::name).toList()));
    if (found.kind() != wanted.kind()) {
      throw new InvalidInputException("tasks." + name + ".kind: found " + wanted.kind() + ", allowed: " + found.kind() + ", as the data set " + data.name()
          + " has it");
    }
    if (found.outputs() != wanted.outputs()) {
      throw new InvalidInputException("tasks." + name + ".outputs: found " + wanted.outputs() + ", allowed: " + found.outputs() + ", as the data set "
          + data.name() + " has it");
    }
    return ignore.isPresent() ? found.withIgnore(wanted.ignore()) : found;
  }

  /** @return the task as the other packages know it, without a data set's class names */
  public Task toTask() {
    return toTask(name, kind, outputs, ignore);
  }

  private static Task toTask(String name, TaskKind kind, Optional<Integer> outputs, Optional<List<Double>> ignore) {
    int fixed =
        switch (kind) {
          case DEPTH, KEYPOINTS, EDGES -> 1;
          case NORMALS -> 3;
          case SEGMENTATION, CLASSIFICATION, REGRESSION -> 0;
        };
    if (outputs.isEmpty() && fixed == 0) {
      String what = kind == TaskKind.REGRESSION ? "numbers" : "classes";
      throw new InvalidInputException("outputs: missing; a task of kind " + kind + " has as many as it has " + what);
    }
    if (outputs.isPresent() && fixed != 0 && outputs.get() != fixed) {
      throw new InvalidInputException(String.format(Locale.ROOT, "outputs: found %d, allowed: %d for kind %s", outputs.get(), fixed, kind));
    }
    Task task = Task.of(name, kind, outputs.orElse(fixed));
    return ignore.map(values -> task.withIgnore(new IgnoreRule.Values(values))).orElse(task);
  }
}
