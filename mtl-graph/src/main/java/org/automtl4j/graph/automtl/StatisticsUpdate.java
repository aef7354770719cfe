package org.automtl4j.graph.automtl;

/**
 * What a BatchNorm owes its running statistics after a forward in training mode. With n values per channel (N H W of the input),
 * running mean = (1 - momentum) running mean + momentum batch mean, and running variance = (1 - momentum) running variance + momentum batch variance n / (n -
 * 1): it is normalised with the biased variance, but the unbiased one is remembered. Updates are done in the order of {@link TaskGraph#statistics}.
 *
 * @param batchMean variable with the batch's mean, [C]
 * @param batchVariance variable with the batch's biased variance, [C]
 * @param runningMean parameter to update, [C]
 * @param runningVariance parameter to update, [C]
 * @param momentum weight of the batch
 * @param input variable that was normalised, [N, C, H, W]
 * @param positions H W, so that n = N positions
 */
public record StatisticsUpdate(
    String batchMean, String batchVariance, String runningMean, String runningVariance, double momentum, String input, int positions) {}
