package org.automtl4j.train.optimizer;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves blocks of parameter and gradient through scratch arrays that stay in the processor's first cache, where a rule's plain loop works on them. */
final class BlockUpdater {
  private static final int BLOCK = 4096;

  /** A rule in single precision: changes {@code parameter[0, count)}; its own arrays begin at {@code start}. */
  @FunctionalInterface
  interface FloatRule {
    void apply(float[] parameter, float[] gradient, int start, int count);
  }

  /** The same in double precision. */
  @FunctionalInterface
  interface DoubleRule {
    void apply(double[] parameter, double[] gradient, int start, int count);
  }

  private float[] floatParameter = {};
  private float[] floatGradient = {};
  private double[] doubleParameter = {};
  private double[] doubleGradient = {};

  /** Checks what every rule needs of an update before any state is touched. */
  static void check(ParameterUpdate update) {
    INDArray parameter = update.parameter();
    update
        .gradient()
        .filter(g -> g.dataType() != parameter.dataType() || !Arrays.equals(g.shape(), parameter.shape()))
        .ifPresent(
            g -> {
              throw new IllegalArgumentException(
                  "parameter '" + update.name() + "' is " + describe(parameter) + ", its gradient " + describe(g));
            });
  }

  private static String describe(INDArray array) {
    return array.dataType() + Arrays.toString(array.shape());
  }

  static boolean isDouble(ParameterUpdate update) {
    return update.parameter().dataType() == DataType.DOUBLE;
  }

  void apply(ParameterUpdate update, FloatRule rule) {
    if (floatParameter.length == 0) {
      floatParameter = new float[BLOCK];
      floatGradient = new float[BLOCK];
    }
    DirectArray target = DirectArray.writer(update.name(), update.parameter());
    FloatBuffer parameter = target.floats();
    Optional<FloatBuffer> gradient = update.gradient().map(g -> DirectArray.reader(update.name(), g).floats());
    if (gradient.isEmpty()) {
      Arrays.fill(floatGradient, 0);
    }
    int length = target.length();
    for (int start = 0; start < length; start += BLOCK) {
      int from = start;
      int count = Math.min(BLOCK, length - start);
      parameter.get(from, floatParameter, 0, count);
      gradient.ifPresent(g -> g.get(from, floatGradient, 0, count));
      rule.apply(floatParameter, floatGradient, from, count);
      parameter.put(from, floatParameter, 0, count);
    }
    target.changed();
  }

  void apply(ParameterUpdate update, DoubleRule rule) {
    if (doubleParameter.length == 0) {
      doubleParameter = new double[BLOCK];
      doubleGradient = new double[BLOCK];
    }
    DirectArray target = DirectArray.writer(update.name(), update.parameter());
    DoubleBuffer parameter = target.doubles();
    Optional<DoubleBuffer> gradient = update.gradient().map(g -> DirectArray.reader(update.name(), g).doubles());
    if (gradient.isEmpty()) {
      Arrays.fill(doubleGradient, 0);
    }
    int length = target.length();
    for (int start = 0; start < length; start += BLOCK) {
      int from = start;
      int count = Math.min(BLOCK, length - start);
      parameter.get(from, doubleParameter, 0, count);
      gradient.ifPresent(g -> g.get(from, doubleGradient, 0, count));
      rule.apply(doubleParameter, doubleGradient, from, count);
      parameter.put(from, doubleParameter, 0, count);
    }
    target.changed();
  }
}
