package org.automtl4j.train.adamtl.config;

import java.util.List;
import java.util.OptionalDouble;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.adamtl.Learning;
import org.automtl4j.train.adamtl.WarmCosine;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.step.GradientHandling;

/**
 * How weights learn in a stage.
 *
 * @param updater the update rule
 * @param weightDecay factor of weight decay
 * @param first what the learning rate rises from, as a share of it
 * @param last what it falls to, as a share of it
 * @param clipNorm the largest norm of a step's gradients together
 * @param accumulate batches that a step takes the mean gradient of
 */
public record LearningConfig(
    @Key(value = "Update rule; the published learning rate is 5e-4 for 512 images in a step, and in proportion for fewer.", byDefault = "{type: ADAMW, learningRate: 1.25e-4}")
        UpdaterConfig updater,
    @Key(value = "Factor of weight decay of kernels, matrices and tables of relative positions; biases and normalisations have none.", byDefault = "0.05", min = 0)
        double weightDecay,
    @Key(value = "What the learning rate rises from in the warm-up, as a share of it.", byDefault = "0.001", min = 0, max = 1) double first,
    @Key(value = "What the learning rate falls to by half a wave, as a share of it.", byDefault = "0.01", min = 0, max = 1) double last,
    @Key(value = "The largest norm of all gradients of a step together: longer ones are scaled to it.", byDefault = "5", above = 0) double clipNorm,
    @Key(value = "Batches that a step takes the mean gradient of, one after the other in the memory of one.", byDefault = "1", min = 1) int accumulate) {

  /**
   * @param iterations of the stage
   * @param warmUp share of them in which the rate rises
   * @param apart whether the wave begins where the rise ends
   * @return the same as stages take it
   */
  public Learning toLearning(int iterations, double warmUp, boolean apart) {
    double rate = updater.learningRate();
    WarmCosine rates = new WarmCosine(rate, first * rate, last * rate, iterations, (int) Math.round(warmUp * iterations), apart);
    return new Learning(iterations, updater.toUpdater(Learning.rates(rates, List.of(0))), weightDecay, updater.decoupledDecay(),
        new GradientHandling(accumulate, OptionalDouble.of(clipNorm)));
  }
}
