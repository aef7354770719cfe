package org.automtl4j.train.listener;

/**
 * Is told how a training goes. All methods do nothing by default and are called on the training's thread, between two steps: whatever takes long makes the training
 * take long. An exception ends the training.
 */
public interface TrainingListener {

  /** @param event what begins */
  default void onTrainingStarted(TrainingStarted event) {}

  /** @param event what begins */
  default void onStageStarted(StageStarted event) {}

  /** @param event what one iteration gave */
  default void onIteration(IterationDone event) {}

  /** @param event what was measured */
  default void onEvaluation(EvaluationDone event) {}

  /** @param event what a candidate reached */
  default void onCandidate(CandidateRanked event) {}

  /** @param event what has ended */
  default void onStageEnded(StageEnded event) {}

  /** @param event what has ended; also sent when an exception ended it */
  default void onTrainingEnded(TrainingEnded event) {}
}
