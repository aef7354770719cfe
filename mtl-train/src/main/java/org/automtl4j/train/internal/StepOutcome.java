package org.automtl4j.train.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the forward pass of a step gave.
 *
 * @param losses unweighted loss of each task that had a valid label in the batch
 * @param regularisers value of the policy regulariser of each of those tasks, where the phase has one
 * @param learning names of the parameters that the backward pass changes; empty when no task had a valid label
 * @param path names of all weights and policies that the step's path reads
 */
record StepOutcome(Map<String, Double> losses, Map<String, Double> regularisers, Set<String> learning, List<String> path) {}
