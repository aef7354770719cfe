package org.automtl4j.train.internal;

import java.util.List;
import java.util.Map;
import org.automtl4j.train.optimizer.ParameterUpdate;

/**
 * What one step gave.
 *
 * @param losses unweighted loss of each task that had a valid label in the batch
 * @param regularisers value of the policy regulariser of each of those tasks, where the phase has one
 * @param updates the gradients of what learns; empty when no task had one
 * @param path names of all weights and policies that the step's path reads
 */
record StepOutcome(Map<String, Double> losses, Map<String, Double> regularisers, List<ParameterUpdate> updates, List<String> path) {}
