package org.automtl4j.train.method;

import java.util.List;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.data.metric.RelativePerformance;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.step.IdleUpdate;

/** Ways in which a training may depart from what is usual, such as those of a method's published code. */
public interface Habits {
  /** Nothing out of the ordinary. */
  Habits USUAL = new Habits() {};

  /**
   * @param iteration of a stage, from 0
   * @param unit index of a task; of all of them together, 0
   * @return whether it takes a step
   */
  default boolean hasTurn(int iteration, int unit) {
    return true;
  }

  /** @return whether a task that has used up its batches takes no step in that iteration; else its next epoch starts at once */
  default boolean losesTurn() {
    return false;
  }

  /** @return what a step does to parameters that its path does not use */
  default IdleUpdate idle() {
    return IdleUpdate.SKIP;
  }

  /**
   * @param task a task
   * @return how its metrics are taken
   */
  default MetricOptions metricOptions(Task task) {
    return MetricOptions.DEFAULT;
  }

  /**
   * @param kind a kind of task
   * @return the metrics that count in a Delta
   */
  default List<String> deltaMetrics(TaskKind kind) {
    return RelativePerformance.deltaMetrics(kind);
  }

  /**
   * @param task that is gone on with
   * @param state of it, from a checkpoint
   * @return what of the state is taken over
   */
  default TrainingState resumed(StageTask task, TrainingState state) {
    return state;
  }

  /** @return what of this the numbers of a training depend on */
  default Dependencies settings() {
    return Dependencies.NONE;
  }
}
