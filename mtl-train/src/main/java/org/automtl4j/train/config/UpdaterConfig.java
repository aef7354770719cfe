package org.automtl4j.train.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.Variant;
import org.automtl4j.core.config.VariantKey;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;

/** An update rule of weights. */
@VariantKey("type")
public sealed interface UpdaterConfig {

  /**
   * @param updater Adam or Nesterovs
   * @return the same as configurations write it, with the learning rate of the first iteration
   */
  static UpdaterConfig of(IUpdater updater) {
    if (updater instanceof org.nd4j.linalg.learning.config.Adam adam) {
      return new Adam(adam.getLearningRate(0, 0), adam.getBeta1(), adam.getBeta2(), adam.getEpsilon());
    }
    if (updater instanceof Nesterovs nesterovs) {
      return new Sgd(nesterovs.getLearningRate(0, 0), nesterovs.getMomentum());
    }
    throw new IllegalArgumentException("no configuration has the update rule " + updater);
  }

  /** @return the learning rate of the first iteration */
  double learningRate();

  /** @return whether weight decay is decoupled from the gradients */
  default boolean decoupledDecay() {
    return false;
  }

  /** @return the same as Deeplearning4j writes it, with a constant learning rate */
  IUpdater toUpdater();

  /**
   * @param learningRate the learning rate, in place of this one's
   * @return the same as Deeplearning4j writes it
   */
  IUpdater toUpdater(ISchedule learningRate);

  /**
   * Adam.
   *
   * @param learningRate the learning rate
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   */
  @Variant(value = "ADAM", description = "Adam.")
  record Adam(
      @Key(value = "Learning rate of the first iteration.", min = 0) double learningRate,
      @Key(value = "Decay of the first moment.", byDefault = "0.9", min = 0, below = 1) double beta1,
      @Key(value = "Decay of the second moment.", byDefault = "0.999", min = 0, below = 1) double beta2,
      @Key(value = "Added to the root of the second moment, after its bias correction.", byDefault = "1e-8", above = 0) double epsilon)
      implements UpdaterConfig {

    @Override
    public IUpdater toUpdater() {
      return new org.nd4j.linalg.learning.config.Adam(learningRate, beta1, beta2, epsilon);
    }

    @Override
    public IUpdater toUpdater(ISchedule schedule) {
      return org.nd4j.linalg.learning.config.Adam.builder().learningRateSchedule(schedule).beta1(beta1).beta2(beta2).epsilon(epsilon).build();
    }
  }

  /**
   * Adam whose weight decay shrinks the weights themselves (Loshchilov, Hutter: Decoupled weight decay regularization, ICLR 2019).
   *
   * @param learningRate the learning rate
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   */
  @Variant(value = "ADAMW", description = "Adam with decoupled weight decay: each step also takes learningRate * weightDecay of the weights away.")
  record AdamW(
      @Key(value = "Learning rate of the first iteration.", min = 0) double learningRate,
      @Key(value = "Decay of the first moment.", byDefault = "0.9", min = 0, below = 1) double beta1,
      @Key(value = "Decay of the second moment.", byDefault = "0.999", min = 0, below = 1) double beta2,
      @Key(value = "Added to the root of the second moment, after its bias correction.", byDefault = "1e-8", above = 0) double epsilon)
      implements UpdaterConfig {

    @Override
    public boolean decoupledDecay() {
      return true;
    }

    @Override
    public IUpdater toUpdater() {
      return new Adam(learningRate, beta1, beta2, epsilon).toUpdater();
    }

    @Override
    public IUpdater toUpdater(ISchedule schedule) {
      return new Adam(learningRate, beta1, beta2, epsilon).toUpdater(schedule);
    }
  }

  /**
   * Gradient descent with heavy-ball momentum.
   *
   * @param learningRate the learning rate
   * @param momentum share of the velocity that is kept
   */
  @Variant(value = "SGD", description = "Gradient descent with heavy-ball momentum.")
  record Sgd(
      @Key(value = "Learning rate of the first iteration.", min = 0) double learningRate,
      @Key(value = "Share of the velocity that each step keeps; 0: plain gradient descent.", byDefault = "0", min = 0, below = 1) double momentum)
      implements UpdaterConfig {

    @Override
    public IUpdater toUpdater() {
      return new Nesterovs(learningRate, momentum);
    }

    @Override
    public IUpdater toUpdater(ISchedule schedule) {
      return new Nesterovs(schedule, momentum);
    }
  }
}
