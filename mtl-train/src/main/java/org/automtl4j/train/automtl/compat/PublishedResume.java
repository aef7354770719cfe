package org.automtl4j.train.automtl.compat;

import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.optimizer.OptimizerState;
import org.automtl4j.train.step.Phase;

/** What a resumed stage takes over from a checkpoint under {@link ResumeRule#PUBLISHED}. */
final class PublishedResume {
  private static final String POLICIES = "policies";
  private static final String TEMPERATURE = "temperature";

  private PublishedResume() {}

  /**
   * @param task the stage; in post-training its learning rates begin their schedule again
   * @param state a checkpoint of it
   * @return what of it is taken over
   */
  static TrainingState of(StageTask task, TrainingState state) {
    Progress p = state.progress();
    Phase first = task.phases().get(0);
    Stage stage = first.view() instanceof BranchView view ? view.stage() : Stage.COMMON;
    if (stage == Stage.HARD || stage == Stage.COMMON) {
      task.phases().forEach(phase -> phase.learning().restartSchedule(p.iteration()));
    }
    int policyIterations = p.count(POLICIES);
    // The counter begins again, the temperature does not: back to the first iteration that had this temperature.
    while (policyIterations > 0 && temperature(first, policyIterations - 1) == temperature(first, p.count(POLICIES))) {
      policyIterations--;
    }
    Map<String, Cursor> cursors = new TreeMap<>();
    p.cursors().forEach((key, cursor) -> cursors.put(key, cursor.batch() == 0 ? cursor : new Cursor(cursor.epoch() + 1, 0)));
    Map<String, Integer> counts = new TreeMap<>(p.counts());
    counts.replace(POLICIES, policyIterations);
    Progress progress = p.resumedAt(counts, cursors);
    if (stage == Stage.PRE_TRAIN) {
      state.optimizers().values().forEach(OptimizerState::close);
      return new TrainingState(progress, state.parameters(), Map.of());
    }
    return new TrainingState(progress, state.parameters(), state.optimizers());
  }

  private static double temperature(Phase phase, int policyIterations) {
    return phase.values(0, Map.of(POLICIES, policyIterations)).getOrDefault(TEMPERATURE, 0.0);
  }
}
