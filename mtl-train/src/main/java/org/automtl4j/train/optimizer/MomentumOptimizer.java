package org.automtl4j.train.optimizer;

import org.automtl4j.train.schedule.LearningRateSchedule;

/**
 * Stochastic gradient descent with heavy-ball momentum (Polyak: Some methods of speeding up the convergence of iteration methods, 1964) and weight
 * decay, coupled (L2) or decoupled:
 *
 * <pre>
 * coupled:   g = g + weightDecay * p
 * decoupled: p = p - rate * weightDecay * p
 * velocity = momentum * velocity + g      (0 before the first step)
 * p = p - rate * velocity
 * </pre>
 *
 * With momentum 0 this is plain gradient descent.
 */
public final class MomentumOptimizer implements Optimizer {
  private final Rate rate;
  private final double momentum;
  private final WeightDecay decay;
  private final SlotStore slots = new SlotStore("momentum", 1);
  private final BlockUpdater blocks = new BlockUpdater();

  /**
   * @param rate learning rate by iteration
   * @param momentum share of the velocity that is kept, in [0, 1)
   * @param weightDecay coupled L2 factor, at least 0
   * @throws org.automtl4j.core.InvalidInputException if a number is out of its range
   */
  public MomentumOptimizer(LearningRateSchedule rate, double momentum, double weightDecay) {
    this(rate, momentum, new WeightDecay(weightDecay, false));
  }

  MomentumOptimizer(LearningRateSchedule rate, double momentum, WeightDecay decay) {
    this.rate = new Rate(rate);
    this.momentum = Ranges.fraction("momentum", momentum);
    Ranges.notNegative("SGD: weight decay", decay.factor());
    this.decay = decay;
  }

  @Override
  public void step(int iteration, Iterable<ParameterUpdate> updates) {
    double now = rate.at(iteration);
    for (ParameterUpdate update : updates) {
      BlockUpdater.check(update);
      apply(update, slots.next(update), now);
    }
  }

  private void apply(ParameterUpdate update, SlotStore.Live slot, double now) {
    double keep = decay.keep(now);
    if (BlockUpdater.isDouble(update)) {
      blocks.apply(update, slot.values(), (double[] p, double[] g, double[][] state, int count) -> {
        WeightDecay.shrink(p, count, keep);
        doubles(p, g, state[0], count, now);
      });
    } else {
      blocks.apply(update, slot.values(), (float[] p, float[] g, float[][] state, int count) -> {
        WeightDecay.shrink(p, count, (float) keep);
        floats(p, g, state[0], count, (float) now);
      });
    }
  }

  private void floats(float[] p, float[] g, float[] velocity, int count, float now) {
    float keep = (float) momentum;
    float coupled = (float) decay.coupled();
    for (int i = 0; i < count; i++) {
      float next = keep * velocity[i] + (g[i] + coupled * p[i]);
      velocity[i] = next;
      p[i] -= now * next;
    }
  }

  private void doubles(double[] p, double[] g, double[] velocity, int count, double now) {
    double coupled = decay.coupled();
    for (int i = 0; i < count; i++) {
      double next = momentum * velocity[i] + (g[i] + coupled * p[i]);
      velocity[i] = next;
      p[i] -= now * next;
    }
  }

  @Override
  public double learningRate(int iteration) {
    return rate.at(iteration);
  }

  @Override
  public double weightDecay() {
    return decay.factor();
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public long bytes() {
    return slots.bytes();
  }

  @Override
  public void restartSchedule(int iteration) {
    rate.restart(iteration);
  }

  @Override
  public OptimizerState state() {
    return slots.state();
  }

  @Override
  public void restore(OptimizerState state) {
    slots.restore(state);
  }

  @Override
  public void close() {
    slots.close();
  }
}
