package org.automtl4j.train.method;

/**
 * A stage's settings, and how they become phases of the engine.
 *
 * @param <R> what the stage leads to
 */
public interface TrainingStage<R> {

  /** @return its name in events, checkpoints and random streams, such as {@code "pre-train"} */
  String id();

  /**
   * @param context the engine
   * @return what the stage leads to
   */
  R run(StageContext context);
}
