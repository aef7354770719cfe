package org.automtl4j.train;

/**
 * What training costs on this machine: time measured by a few steps, memory told from the plans.
 *
 * @param mixedSeconds wall time of one iteration of pre-training or search: every task once, branches mixed
 * @param plainSeconds wall time of one iteration with one branch per node
 * @param memory what it takes of the machine's memory
 */
public record TrainingCost(double mixedSeconds, double plainSeconds, TrainingMemory memory) {}
