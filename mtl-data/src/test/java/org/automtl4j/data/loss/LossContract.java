package org.automtl4j.data.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.stream.DoubleStream;
import org.automtl4j.core.RandomStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The laws of {@link TaskLoss}, which every loss runs through: a subclass says which loss, and what its predictions and labels look like. */
abstract class LossContract {

  abstract TaskLoss loss();

  /** @return a prediction [2, C, 2, 3], or [2, C] for labels per image */
  abstract INDArray prediction(DataType type);

  /** @return labels of the prediction's size of which every one is valid */
  abstract INDArray label(DataType type);

  /** @return a number that makes the label of a position unknown */
  abstract double unknown();

  static INDArray normal(long seed, DataType type, long... shape) {
    RandomStream random = RandomStream.of(seed, "loss");
    double[] values = DoubleStream.generate(random::nextGaussian).limit(Nd4j.create(shape).length()).toArray();
    return Nd4j.createFromArray(values).reshape(shape).castTo(type);
  }

  private LossRun run(INDArray prediction, INDArray label, double factor) {
    return LossRun.of(loss(), prediction, label, Optional.empty(), factor);
  }

  /** Rows of the first sample become unknown: all positions if dense, the sample itself if not. */
  private INDArray firstSampleUnknown(DataType type) {
    INDArray label = label(type).dup();
    label.slice(0).assign(unknown());
    return label;
  }

  @Test
  void gradientIsThatOfFiniteDifferencesAlsoBehindAFactor() {
    INDArray p = prediction(DataType.DOUBLE);
    INDArray l = firstSampleUnknown(DataType.DOUBLE);
    double factor = -2.5;
    INDArray gradient = run(p, l, factor).gradient();
    double step = 1e-6;
    for (long i = 0; i < p.length(); i += 2) {
      INDArray up = p.dup();
      INDArray down = p.dup();
      up.putScalar(i, p.getDouble(i) + step);
      down.putScalar(i, p.getDouble(i) - step);
      double expected = factor * (run(up, l, 1).value() - run(down, l, 1).value()) / (2 * step);
      assertThat(gradient.getDouble(i)).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void floatAgreesWithDouble() {
    LossRun single = run(prediction(DataType.FLOAT), label(DataType.FLOAT), 1);
    LossRun twice = run(prediction(DataType.DOUBLE), label(DataType.DOUBLE), 1);
    assertThat(single.value()).isCloseTo(twice.value(), within(1e-5));
    assertThat(single.gradient().castTo(DataType.DOUBLE).sub(twice.gradient()).amaxNumber().doubleValue()).isLessThan(1e-5);
  }

  @Test
  void itIsTheMeanOverValidPositions() {
    INDArray p = prediction(DataType.DOUBLE);
    INDArray l = label(DataType.DOUBLE);
    LossRun all = run(p, l, 1);
    LossRun second = run(p, firstSampleUnknown(DataType.DOUBLE), 1);
    LossRun alone = run(part(p, 1), part(l, 1), 1);
    LossRun first = run(part(p, 0), part(l, 0), 1);
    assertThat(second.value()).isCloseTo(alone.value(), within(1e-12));
    assertThat(second.validCount()).isEqualTo(alone.validCount()).isEqualTo(all.validCount() / 2);
    assertThat(all.value()).isCloseTo(mean(first, alone), within(1e-12));
  }

  /** Of two samples with equally many positions; a loss that weighs positions says how. */
  double mean(LossRun first, LossRun second) {
    return (first.value() + second.value()) / 2;
  }

  @Test
  void unknownPositionsGetNoGradient() {
    INDArray gradient = run(prediction(DataType.DOUBLE), firstSampleUnknown(DataType.DOUBLE), 1).gradient();
    assertThat(gradient.slice(0).amaxNumber().doubleValue()).isZero();
    assertThat(gradient.slice(1).amaxNumber().doubleValue()).isPositive();
  }

  @Test
  void withoutAnyValidPositionValueAndGradientAreZero() {
    INDArray label = label(DataType.DOUBLE).assign(unknown());
    LossRun run = run(prediction(DataType.DOUBLE), label, 3);
    assertThat(run.value()).isZero();
    assertThat(run.validCount()).isZero();
    assertThat(run.gradient().amaxNumber().doubleValue()).isZero();
  }

  @Test
  void aMaskLeavesPositionsOut() {
    INDArray p = prediction(DataType.DOUBLE);
    INDArray l = label(DataType.DOUBLE);
    INDArray mask = p.rank() == 4 ? Nd4j.zeros(DataType.DOUBLE, 2, 1, 2, 3) : Nd4j.zeros(DataType.DOUBLE, 2, 1);
    mask.slice(1).assign(1);
    LossRun masked = LossRun.of(loss(), p, l, Optional.of(mask), 1);
    assertThat(masked.value()).isCloseTo(run(part(p, 1), part(l, 1), 1).value(), within(1e-12));
    assertThat(masked.gradient().slice(0).amaxNumber().doubleValue()).isZero();
  }

  @Test
  void itStaysFiniteForLargePredictions() {
    LossRun run = run(prediction(DataType.FLOAT).mul(1e6), label(DataType.FLOAT), 1);
    assertThat(run.value()).isFinite();
    assertThat(run.gradient().amaxNumber().doubleValue()).isFinite();
  }

  private static INDArray part(INDArray batch, int sample) {
    long[] shape = batch.shape().clone();
    shape[0] = 1;
    return batch.slice(sample).dup().reshape(shape);
  }
}
