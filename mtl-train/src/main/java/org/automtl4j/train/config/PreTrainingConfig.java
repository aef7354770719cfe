package org.automtl4j.train.config;

import org.automtl4j.train.config.internal.Key;

/**
 * The stage PRE: the mean of all branches is trained.
 *
 * @param iterations iterations
 * @param updater update rule of the weights
 * @param weightDecay coupled L2 factor
 */
public record PreTrainingConfig(
    @Key(value = "Iterations; in each, every task takes a step.", byDefault = "10000", min = 0) int iterations,
    @Key(value = "Update rule of the weights.", byDefault = "{type: ADAM, learningRate: 1e-4, beta1: 0.5, beta2: 0.999}") UpdaterConfig updater,
    @Key(value = "Factor of the weights that is added to their gradients (coupled L2).", byDefault = "1e-4", min = 0) double weightDecay) {}
