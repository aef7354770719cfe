package org.automtl4j.train.automtl.compat;

import java.util.List;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.method.Habits;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.step.IdleUpdate;

/**
 * The habits of the published AutoMTL code in the engine's words.
 *
 * @param compat which of them are taken over
 */
public record CompatHabits(Compat compat) implements Habits {

  /**
   * @param habits of a run
   * @return those of the published code that are taken over
   */
  public static Compat of(Habits habits) {
    return habits instanceof CompatHabits known ? known.compat() : Compat.OFF;
  }

  @Override
  public boolean hasTurn(int iteration, int unit) {
    return compat.hasTurn(iteration, unit);
  }

  @Override
  public boolean losesTurn() {
    return compat.loaderExhaustion() == LoaderExhaustion.LOSE_TURN;
  }

  @Override
  public IdleUpdate idle() {
    return compat.idleParameters() == IdleParameters.DECAY ? IdleUpdate.DECAY : IdleUpdate.SKIP;
  }

  @Override
  public MetricOptions metricOptions(Task task) {
    return compat.metricOptions(task);
  }

  @Override
  public List<String> deltaMetrics(TaskKind kind) {
    return compat.deltaMetrics(kind);
  }

  @Override
  public TrainingState resumed(StageTask task, TrainingState state) {
    return compat.resume() == ResumeRule.EXACT ? state : PublishedResume.of(task, state);
  }

  /** All but what is taken over when a run is resumed, which may change. */
  @Override
  public Dependencies settings() {
    return Dependencies.of(new Words("compat.")
        .put("loaderExhaustion", compat.loaderExhaustion().name())
        .put("idleParameters", compat.idleParameters().name())
        .put("policyRate", compat.policyRate().name())
        .put("taskIterations", compat.taskIterations())
        .put("sharedBottom", compat.sharedBottom().name())
        .put("meanIou", compat.meanIou().name())
        .put("unknownPixels", compat.unknownPixels().name())
        .put("unsupportedFields", compat.unsupportedFields().name())
        .put("references", compat.references().map(Enum::name).orElse("none"))
        .words());
  }
}
