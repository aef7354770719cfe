package org.automtl4j.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.core.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The laws of every {@link Optimizer}. A test class gives the optimiser and a plain reference of its rule; {@code n} of 10,000 spans several blocks. */
abstract class OptimizerContract {
  private static final int N = 10_000;

  /** A new optimiser with this rate at all iterations and this weight decay. */
  abstract Optimizer optimizer(double rate, double weightDecay);

  /** One scalar parameter by the textbook: {@code gradients.length} steps from {@code start}. */
  abstract double reference(double start, double[] gradients, double rate, double weightDecay);

  private static INDArray random(DataType type, long seed, long... shape) {
    RandomStream stream = RandomStream.of(seed, "optimizer contract");
    int length = 1;
    for (long size : shape) {
      length *= (int) size;
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = stream.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape(shape).castTo(type);
  }

  private static void run(Optimizer optimizer, INDArray parameter, INDArray... gradients) {
    for (int i = 0; i < gradients.length; i++) {
      optimizer.step(i, List.of(ParameterUpdate.of("p", parameter, gradients[i])));
    }
  }

  @Test
  void everyNumberFollowsTheRule() {
    INDArray parameter = random(DataType.DOUBLE, 1, N);
    INDArray[] gradients = {random(DataType.DOUBLE, 2, N), random(DataType.DOUBLE, 3, N), random(DataType.DOUBLE, 4, N)};
    double[] start = parameter.toDoubleVector();
    double[][] g = {gradients[0].toDoubleVector(), gradients[1].toDoubleVector(), gradients[2].toDoubleVector()};
    run(optimizer(0.01, 0.1), parameter, gradients);
    double[] after = parameter.toDoubleVector();
    for (int i = 0; i < N; i++) {
      assertThat(after[i]).isCloseTo(reference(start[i], new double[] {g[0][i], g[1][i], g[2][i]}, 0.01, 0.1), within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, 0, 100", "FLOAT, 5000, 3000", "FLOAT, 4096, 4096", "DOUBLE, 4097, 5903", "DOUBLE, 9999, 1"})
  void whatIsOutsideOfAPartOfAGradientIsZero(DataType type, int first, int length) {
    INDArray part = random(type, 11, length);
    INDArray whole = Nd4j.zeros(type, 100, N / 100);
    whole.reshape(N).get(NDArrayIndex.interval(first, first + length)).assign(part);
    INDArray expected = random(type, 12, 100, N / 100);
    INDArray parameter = expected.dup();
    Optimizer optimizer = optimizer(0.01, 0.1);
    run(optimizer(0.01, 0.1), expected, whole, whole);
    optimizer.step(0, List.of(ParameterUpdate.ofPart("p", parameter, part, first)));
    optimizer.step(1, List.of(ParameterUpdate.ofPart("p", parameter, part, first)));
    assertThat(parameter).isEqualTo(expected);
    assertThatThrownBy(() -> optimizer.step(2, List.of(ParameterUpdate.ofPart("p", parameter, part, N - length + 1))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("from number");
  }

  @Test
  void singleAndDoublePrecisionAgree() {
    INDArray parameter = random(DataType.DOUBLE, 5, N);
    INDArray single = parameter.castTo(DataType.FLOAT);
    for (int i = 0; i < 3; i++) {
      INDArray gradient = random(DataType.DOUBLE, 6 + i, N);
      run(optimizer(0.01, 0.1), parameter, gradient);
      run(optimizer(0.01, 0.1), single, gradient.castTo(DataType.FLOAT));
    }
    assertThat(single.castTo(DataType.DOUBLE).sub(parameter).amaxNumber().doubleValue()).isLessThan(2e-6);
  }

  @Test
  void aViewIsChangedInPlaceAndNothingBesideIt() {
    INDArray whole = random(DataType.FLOAT, 10, 6, 50);
    INDArray before = whole.dup();
    INDArray view = whole.get(NDArrayIndex.interval(2, 4), NDArrayIndex.all());
    INDArray copy = view.dup();
    INDArray wholeGradient = random(DataType.FLOAT, 11, 6, 50);
    INDArray gradient = wholeGradient.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
    run(optimizer(0.1, 0), view, gradient);
    run(optimizer(0.1, 0), copy, gradient.dup());
    assertThat(whole.get(NDArrayIndex.interval(2, 4), NDArrayIndex.all())).isEqualTo(copy).isNotEqualTo(before.get(NDArrayIndex.interval(2, 4),
        NDArrayIndex.all()));
    assertThat(whole.get(NDArrayIndex.interval(0, 2), NDArrayIndex.all())).isEqualTo(before.get(NDArrayIndex.interval(0, 2), NDArrayIndex.all()));
    assertThat(whole.get(NDArrayIndex.interval(4, 6), NDArrayIndex.all())).isEqualTo(before.get(NDArrayIndex.interval(4, 6), NDArrayIndex.all()));
  }

  @Test
  void aGradientThatIsAPermutedViewIsReadInTheParametersOrder() {
    INDArray parameter = random(DataType.DOUBLE, 12, 3, 4);
    INDArray same = parameter.dup();
    INDArray transposed = random(DataType.DOUBLE, 13, 4, 3);
    run(optimizer(0.1, 0), parameter, transposed.transpose());
    run(optimizer(0.1, 0), same, transposed.transpose().dup('c'));
    assertThat(parameter).isEqualTo(same);
  }

  @Test
  void parametersOfOneStepDoNotDisturbEachOther() {
    INDArray a = random(DataType.DOUBLE, 14, 5);
    INDArray b = random(DataType.DOUBLE, 15, 7);
    INDArray alone = b.dup();
    INDArray ga = random(DataType.DOUBLE, 16, 5);
    INDArray gb = random(DataType.DOUBLE, 17, 7);
    Optimizer both = optimizer(0.1, 0.01);
    Optimizer single = optimizer(0.1, 0.01);
    for (int i = 0; i < 3; i++) {
      both.step(i, List.of(ParameterUpdate.of("a", a, ga), ParameterUpdate.of("b", b, gb)));
      single.step(i, List.of(ParameterUpdate.of("b", alone, gb)));
    }
    assertThat(b).isEqualTo(alone);
  }

  @Test
  void aParameterThatIsNotMentionedKeepsItsOwnCount() {
    INDArray late = Nd4j.createFromArray(1.0);
    INDArray other = Nd4j.createFromArray(1.0);
    Optimizer optimizer = optimizer(0.1, 0);
    for (int i = 0; i < 5; i++) {
      optimizer.step(i, List.of(ParameterUpdate.of("other", other, Nd4j.createFromArray(0.3))));
    }
    optimizer.step(5, List.of(ParameterUpdate.of("late", late, Nd4j.createFromArray(0.7))));
    assertThat(late.getDouble(0)).isCloseTo(reference(1, new double[] {0.7}, 0.1, 0), within(1e-12));
  }

  @Test
  void anIdleParameterMovesAsWithGradientZero() {
    INDArray parameter = Nd4j.createFromArray(2.0);
    Optimizer optimizer = optimizer(0.1, 0.01);
    optimizer.step(0, List.of(ParameterUpdate.idle("p", parameter)));
    optimizer.step(1, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(0.5))));
    optimizer.step(2, List.of(ParameterUpdate.idle("p", parameter)));
    assertThat(parameter.getDouble(0)).isCloseTo(reference(2, new double[] {0, 0.5, 0}, 0.1, 0.01), within(1e-12));
  }

  @Test
  void aRestoredStateGoesOnBitForBit() {
    INDArray straight = random(DataType.FLOAT, 20, 100);
    INDArray resumed = straight.dup();
    INDArray[] gradients = {random(DataType.FLOAT, 21, 100), random(DataType.FLOAT, 22, 100), random(DataType.FLOAT, 23, 100)};
    run(optimizer(0.1, 0.01), straight, gradients);
    Optimizer first = optimizer(0.1, 0.01);
    run(first, resumed, gradients[0], gradients[1]);
    OptimizerState saved = first.state().copy();
    run(first, resumed.dup(), gradients[2]);
    Optimizer second = optimizer(0.1, 0.01);
    second.restore(saved.copy());
    assertThat(second.state()).isEqualTo(saved).isNotEqualTo(first.state());
    run(second, resumed, gradients[2]);
    assertThat(resumed).isEqualTo(straight);
  }

  @Test
  void rateZeroLeavesParametersAlone() {
    INDArray parameter = random(DataType.FLOAT, 24, 10);
    INDArray before = parameter.dup();
    run(optimizer(0, 0.1), parameter, random(DataType.FLOAT, 25, 10));
    assertThat(parameter).isEqualTo(before);
  }

  @Test
  void scalarsAndSingleElementArraysAreParametersToo() {
    INDArray scalar = Nd4j.scalar(1.0);
    run(optimizer(0.1, 0), scalar, Nd4j.scalar(0.5));
    assertThat(scalar.getDouble(0)).isCloseTo(reference(1, new double[] {0.5}, 0.1, 0), within(1e-12));
  }

  @Test
  void whatDoesNotFitIsRefusedWithNamesAndShapes() {
    Optimizer optimizer = optimizer(0.1, 0);
    INDArray parameter = Nd4j.zeros(DataType.FLOAT, 2, 3);
    assertThatThrownBy(() -> run(optimizer, parameter, Nd4j.zeros(DataType.FLOAT, 3, 2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'p'").hasMessageContaining("[2, 3]").hasMessageContaining("[3, 2]");
    assertThatThrownBy(() -> run(optimizer, parameter, Nd4j.zeros(DataType.DOUBLE, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("FLOAT").hasMessageContaining("DOUBLE");
    assertThatThrownBy(() -> run(optimizer, parameter.transpose(), Nd4j.zeros(DataType.FLOAT, 3, 2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("contiguous");
    assertThatThrownBy(() -> run(optimizer, Nd4j.zeros(DataType.INT, 2), Nd4j.zeros(DataType.INT, 2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("INT");
    assertThatThrownBy(() -> optimizer.restore(new OptimizerState("another", java.util.Map.of())))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("another");
  }

  @Test
  void aParameterThatChangesItsSizeUnderItsNameIsRefused() {
    Optimizer optimizer = optimizer(0.1, 0);
    run(optimizer, Nd4j.zeros(DataType.FLOAT, 2), Nd4j.zeros(DataType.FLOAT, 2));
    assertThatThrownBy(() -> run(optimizer, Nd4j.zeros(DataType.FLOAT, 3), Nd4j.zeros(DataType.FLOAT, 3)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'p'");
  }
}
