package org.automtl4j.train.optimizer;

import org.automtl4j.train.schedule.LearningRateSchedule;

/**
 * Adam (Kingma, Ba: Adam, a method for stochastic optimization, ICLR 2015) with weight decay, coupled (L2) or decoupled (AdamW; Loshchilov,
 * Hutter: Decoupled weight decay regularization, ICLR 2019). For each parameter p with gradient g, at its own step t from 1:
 *
 * <pre>
 * coupled:   g = g + weightDecay * p
 * decoupled: p = p - rate * weightDecay * p
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g * g
 * p = p - rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 */
public final class AdamOptimizer implements Optimizer {
  private final Rate rate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final WeightDecay decay;
  private final SlotStore slots = new SlotStore("adam", 2);
  private final BlockUpdater blocks = new BlockUpdater();

  /**
   * @param rate learning rate by iteration
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param epsilon added to the root of the second moment, greater than 0
   * @param weightDecay coupled L2 factor, at least 0
   * @throws org.automtl4j.core.InvalidInputException if a number is out of its range
   */
  public AdamOptimizer(LearningRateSchedule rate, double beta1, double beta2, double epsilon, double weightDecay) {
    this(rate, beta1, beta2, epsilon, new WeightDecay(weightDecay, false));
  }

  AdamOptimizer(LearningRateSchedule rate, double beta1, double beta2, double epsilon, WeightDecay decay) {
    this.rate = new Rate(rate);
    this.beta1 = Ranges.fraction("Adam: beta1", beta1);
    this.beta2 = Ranges.fraction("Adam: beta2", beta2);
    this.epsilon = Ranges.positive("Adam: epsilon", epsilon);
    Ranges.notNegative("Adam: weight decay", decay.factor());
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
    double step = now / (1 - Math.pow(beta1, slot.steps()));
    double root = Math.sqrt(1 - Math.pow(beta2, slot.steps()));
    double keep = decay.keep(now);
    if (BlockUpdater.isDouble(update)) {
      blocks.apply(update, slot.values(), (double[] p, double[] g, double[][] moments, int count) -> {
        WeightDecay.shrink(p, count, keep);
        doubles(p, g, moments[0], moments[1], count, step, root);
      });
    } else {
      blocks.apply(update, slot.values(),
          (float[] p, float[] g, float[][] moments, int count) -> {
            WeightDecay.shrink(p, count, (float) keep);
            floats(p, g, moments[0], moments[1], count, (float) step, (float) root);
          });
    }
  }

  private void floats(float[] p, float[] g, float[] m, float[] v, int count, float step, float root) {
    float keep1 = (float) beta1;
    float take1 = (float) (1 - beta1);
    float keep2 = (float) beta2;
    float take2 = (float) (1 - beta2);
    float coupled = (float) decay.coupled();
    float small = (float) epsilon;
    for (int i = 0; i < count; i++) {
      float gradient = g[i] + coupled * p[i];
      float first = keep1 * m[i] + take1 * gradient;
      float second = keep2 * v[i] + take2 * gradient * gradient;
      m[i] = first;
      v[i] = second;
      p[i] -= step * (first / ((float) Math.sqrt(second) / root + small));
    }
  }

  private void doubles(double[] p, double[] g, double[] m, double[] v, int count, double step, double root) {
    double coupled = decay.coupled();
    for (int i = 0; i < count; i++) {
      double gradient = g[i] + coupled * p[i];
      double first = beta1 * m[i] + (1 - beta1) * gradient;
      double second = beta2 * v[i] + (1 - beta2) * gradient * gradient;
      m[i] = first;
      v[i] = second;
      p[i] -= step * (first / (Math.sqrt(second) / root + epsilon));
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
    return 2;
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
