package org.automtl4j.train.listener;

import org.automtl4j.train.evaluate.Evaluation;

/**
 * The path that is being trained was judged on the validation split.
 *
 * @param model what is trained
 * @param stage the stage's name
 * @param iteration iterations that were done before, from 1
 * @param evaluation the figures
 */
public record Validated(String model, String stage, int iteration, Evaluation evaluation) {}
