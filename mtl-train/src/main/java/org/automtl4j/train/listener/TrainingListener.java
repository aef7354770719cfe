package org.automtl4j.train.listener;

/**
 * Hears what a trainer does. Every callback takes one event record and does nothing unless overridden, so that a listener implements what it wants and later
 * events break none. Callbacks run on the training thread, in between steps: a slow listener slows training down.
 */
public interface TrainingListener {

  /**
   * @param event a stage begins
   */
  default void stageStarted(StageStarted event) {}

  /**
   * @param event an iteration is done: every task has taken its step
   */
  default void iterationDone(IterationDone event) {}

  /**
   * @param event an epoch is done
   */
  default void epochEnded(EpochEnded event) {}

  /**
   * @param event what the choices of a search say, about a hundred times in it
   */
  default void choicesSeen(ChoiceSnapshot event) {}

  /**
   * @param event the path that is being trained was judged on the validation split
   */
  default void validated(Validated event) {}

  /**
   * @param event one of several architectures was chosen
   */
  default void candidatesRanked(CandidatesRanked event) {}

  /**
   * @param event a stage has ended
   */
  default void stageEnded(StageEnded event) {}

  /**
   * @param event a stage stops before its end, and no {@link #stageEnded} will follow
   */
  default void stageStopped(StageStopped event) {}
}
