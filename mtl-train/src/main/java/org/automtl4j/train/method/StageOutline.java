package org.automtl4j.train.method;

import org.automtl4j.graph.network.View;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What a stage will take, for the estimate before a run.
 *
 * @param id its name in results, such as {@code "pre"}
 * @param view a view whose steps cost what those of the stage cost
 * @param iterations how many there will be, all of its trainings together; in one iteration every task takes one step
 * @param updater the update rule of the weights, whose state takes memory
 */
public record StageOutline(String id, View view, int iterations, IUpdater updater) {}
