package org.automtl4j.train.listener;

/**
 * A stage stops before its end: it was asked to, or it failed.
 *
 * @param model what is trained
 * @param stage the stage's name
 * @param why the message of the exception that ends it, such as a {@link org.automtl4j.train.checkpoint.TrainingStoppedException}
 */
public record StageStopped(String model, String stage, String why) {}
