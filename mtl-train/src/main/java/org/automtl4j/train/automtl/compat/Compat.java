package org.automtl4j.train.automtl.compat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.data.metric.RelativePerformance;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/**
 * Which habits of the published AutoMTL code are taken over.
 *
 * @param loaderExhaustion what happens when a task has used up its batches
 * @param idleParameters what a task's step does to parameters that its path does not use
 * @param resume what a resumed run takes over
 * @param policyRate the learning rate of the policies over a search
 * @param taskIterations the published {@code task_iters}: iteration i belongs to the task in whose block i modulo the sum falls, blocks in the tasks' order;
 *     empty: every task takes a step in every iteration
 * @param sharedBottom what it means that the first convolutions are shared
 * @param meanIou which mean IoU counts in a Delta
 * @param unknownPixels how pixel accuracy treats unknown labels
 * @param unsupportedFields what happens with fields of a prototxt file that the published reader ignores
 * @param references figures of the paper that the Delta is taken against; empty: those of the run's own single-task models
 */
public record Compat(
    LoaderExhaustion loaderExhaustion,
    IdleParameters idleParameters,
    ResumeRule resume,
    PolicyRate policyRate,
    List<Integer> taskIterations,
    SharedBottom sharedBottom,
    MeanIou meanIou,
    UnknownPixels unknownPixels,
    UnsupportedFields unsupportedFields,
    Optional<PublishedReferences> references) {

  /** All of it off. */
  public static final Compat OFF = builder().build();

  /**
   * All of it on, but for what belongs to one experiment: {@code taskIterations}, which the published code leaves empty by default too, and {@code references}.
   */
  public static final Compat AUTOMTL =
      builder()
          .loaderExhaustion(LoaderExhaustion.LOSE_TURN)
          .idleParameters(IdleParameters.DECAY)
          .resume(ResumeRule.PUBLISHED)
          .policyRate(PolicyRate.DROP)
          .sharedBottom(SharedBottom.FROZEN_LOGITS)
          .meanIou(MeanIou.HIT_CLASSES)
          .unknownPixels(UnknownPixels.PUBLISHED)
          .unsupportedFields(UnsupportedFields.IGNORE)
          .build();

  /** Checks the numbers and keeps an unmodifiable copy. */
  public Compat {
    Objects.requireNonNull(loaderExhaustion, "loaderExhaustion");
    Objects.requireNonNull(idleParameters, "idleParameters");
    Objects.requireNonNull(resume, "resume");
    Objects.requireNonNull(policyRate, "policyRate");
    Objects.requireNonNull(sharedBottom, "sharedBottom");
    Objects.requireNonNull(meanIou, "meanIou");
    Objects.requireNonNull(unknownPixels, "unknownPixels");
    Objects.requireNonNull(unsupportedFields, "unsupportedFields");
    Objects.requireNonNull(references, "references");
    taskIterations = List.copyOf(taskIterations);
    if (taskIterations.stream().anyMatch(n -> n < 0) || !taskIterations.isEmpty() && taskIterations.stream().allMatch(n -> n == 0)) {
      throw new InvalidInputException("taskIterations: found " + taskIterations + ", allowed: one number of at least 0 per task, not all of them 0");
    }
  }

  /** @return a builder with everything off */
  public static CompatBuilder builder() {
    return new CompatBuilder();
  }

  /**
   * Whether a task has a turn in an iteration.
   *
   * @param iteration of the stage, from 0
   * @param task index of the task
   * @return whether the iteration lies in the task's block, or there are no blocks
   */
  public boolean hasTurn(int iteration, int task) {
    if (taskIterations.isEmpty()) {
      return true;
    }
    int turn = taskIterations.stream().mapToInt(Integer::intValue).sum();
    int start = taskIterations.subList(0, task).stream().mapToInt(Integer::intValue).sum();
    int place = iteration % turn;
    return start <= place && place < start + taskIterations.get(task);
  }

  /** @return the same for a model of fewer tasks: without blocks of iterations, which count all tasks */
  public Compat withoutTaskIterations() {
    return new Compat(
        loaderExhaustion, idleParameters, resume, policyRate, List.of(), sharedBottom, meanIou, unknownPixels, unsupportedFields, references);
  }

  /**
   * The metrics of a kind of task that count in a Delta against models of the run itself.
   *
   * @param kind a kind of task
   * @return their names
   */
  public List<String> deltaMetrics(TaskKind kind) {
    List<String> metrics = RelativePerformance.deltaMetrics(kind);
    return meanIou == MeanIou.PRESENT_CLASSES ? metrics : metrics.stream().map(name -> name.equals(MetricNames.MIOU) ? MetricNames.MIOU_HIT : name).toList();
  }

  /**
   * @param task a task
   * @return how its metrics are taken
   */
  public MetricOptions metricOptions(Task task) {
    boolean unknownIsMinusOne = task.ignore().equals(IgnoreRule.values(-1.0));
    boolean wrong = unknownPixels == UnknownPixels.PUBLISHED && task.kind() == TaskKind.SEGMENTATION && unknownIsMinusOne;
    boolean hit = meanIou == MeanIou.HIT_CLASSES || references.isPresent();
    return new MetricOptions(wrong, List.of(), hit);
  }
}
