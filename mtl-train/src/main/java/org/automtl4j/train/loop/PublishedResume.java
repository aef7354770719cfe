package org.automtl4j.train.loop;

import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.train.automtl.compat.ResumeRule;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.optimizer.OptimizerState;

/** What a resumed stage takes over from a checkpoint under {@link ResumeRule#PUBLISHED}. */
final class PublishedResume {
  private PublishedResume() {}

  /**
   * @param task the stage; in post-training its learning rates begin their schedule again
   * @param state a checkpoint of it
   * @return what of it is taken over
   */
  static TrainingState of(StageTask task, TrainingState state) {
    Progress p = state.progress();
    Stage stage = task.phases().get(0).stage();
    if (stage == Stage.HARD || stage == Stage.COMMON) {
      task.phases().forEach(phase -> phase.learning().restartSchedule(p.iteration()));
    }
    int policyIterations = p.count(StageLoop.POLICIES);
    // The counter begins again, the temperature does not: back to the first iteration that had this temperature.
    while (policyIterations > 0 && task.temperature().applyAsDouble(policyIterations - 1) == task.temperature().applyAsDouble(p.count(StageLoop.POLICIES))) {
      policyIterations--;
    }
    Map<String, Cursor> cursors = new TreeMap<>();
    p.cursors().forEach((key, cursor) -> cursors.put(key, cursor.batch() == 0 ? cursor : new Cursor(cursor.epoch() + 1, 0)));
    Map<String, Integer> counts = new TreeMap<>(p.counts());
    counts.replace(StageLoop.POLICIES, policyIterations);
    Progress progress = p.resumedAt(counts, cursors);
    if (stage == Stage.PRE_TRAIN) {
      state.optimizers().values().forEach(OptimizerState::close);
      return new TrainingState(progress, state.parameters(), Map.of());
    }
    return new TrainingState(progress, state.parameters(), state.optimizers());
  }
}
