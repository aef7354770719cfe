package org.automtl4j.plan.internal.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.plan.Backend;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AffineKernelTest {
  private static final double[][] LIMITS = {{Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}, {0, Double.POSITIVE_INFINITY}, {0, 6}, {-.5, .25}};

  /** [outer, C, inner]: single numbers, odd sizes, rows about as long as what is worked on at a time, and enough for several threads. */
  static Stream<long[]> shapes() {
    return Stream.of(new long[] {1, 1, 1}, new long[] {3, 5, 1}, new long[] {2, 7, 3}, new long[] {1, 3, 4095}, new long[] {2, 3, 4096}, new long[] {1, 2, 4097},
        new long[] {3, 1, 10007}, new long[] {5, 37, 211}, new long[] {1, 1, 70001}, new long[] {4, 8193, 1});
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyFormGivesWhatTheOperationsOneByOneGive(long... shape) {
    int before = ParallelLoop.threads();
    for (int form = 0; form < 8; form++) {
      boolean scaled = form % 2 > 0;
      boolean shifted = form / 2 % 2 > 0;
      boolean added = form / 4 > 0;
      for (double[] limits : LIMITS) {
        Backend.useThreads(1 + form % 3);
        INDArray x = Nd4j.randn(DataType.FLOAT, shape).muli(3);
        INDArray a = Nd4j.randn(DataType.FLOAT, shape[1]);
        INDArray b = Nd4j.randn(DataType.FLOAT, shape[1]);
        INDArray r = Nd4j.randn(DataType.FLOAT, shape);
        List<INDArray> inputs = new ArrayList<>(List.of(x));
        INDArray expected = x.castTo(DataType.DOUBLE);
        if (scaled) {
          inputs.add(a);
          expected = expected.mul(a.castTo(DataType.DOUBLE).reshape(1, shape[1], 1));
        }
        if (shifted) {
          inputs.add(b);
          expected = expected.add(b.castTo(DataType.DOUBLE).reshape(1, shape[1], 1));
        }
        if (added) {
          inputs.add(r);
          expected = expected.add(r.castTo(DataType.DOUBLE));
        }
        AffineKernel kernel = AffineKernel.of(scaled, shifted, added, shape[1], shape[2]).within(limits[0], limits[1]);
        INDArray fresh = Nd4j.valueArrayOf(shape, Double.NaN, DataType.FLOAT);
        run(kernel, inputs, fresh);
        double[] wanted = Arrays.stream(expected.reshape(-1).toDoubleVector()).map(v -> Math.min(Math.max(v, limits[0]), limits[1])).toArray();
        double[] found = fresh.reshape(-1).toDoubleVector();
        for (int i = 0; i < wanted.length; i++) {
          assertThat(Math.abs(found[i] - wanted[i])).isLessThanOrEqualTo(1e-6 * Math.max(10, Math.abs(wanted[i])));
        }
        for (INDArray overwritten : added ? List.of(r, x) : List.of(x)) {
          INDArray kept = overwritten.dup();
          run(kernel, inputs, overwritten);
          assertThat(overwritten).isEqualTo(fresh);
          overwritten.assign(kept);
        }
      }
    }
    Backend.useThreads(before);
  }

  private static void run(AffineKernel kernel, List<INDArray> inputs, INDArray output) {
    kernel.bind(inputs.toArray(INDArray[]::new), new INDArray[] {output}).run();
  }

  @Test
  void whatIsNoNumberStaysSo() {
    INDArray y = Nd4j.create(DataType.FLOAT, 1, 1, 2);
    run(AffineKernel.of(false, false, false, 1, 2).within(0, 6), List.of(Nd4j.createFromArray(Float.NaN, Float.POSITIVE_INFINITY).reshape(1, 1, 2)), y);
    assertThat(y.reshape(2).toFloatVector()).containsExactly(Float.NaN, 6);
  }

  @Test
  void onlySinglePrecisionIsDone() {
    assertThat(AffineKernel.fits(Value.of("x", Value.Kind.COMPUTED, DataType.FLOAT, 2, 3))).isTrue();
    assertThat(AffineKernel.fits(Value.of("x", Value.Kind.COMPUTED, DataType.DOUBLE, 2, 3))).isFalse();
    assertThat(AffineKernel.fits(Value.of("x", Value.Kind.COMPUTED, DataType.FLOAT, 1 << 20, 1 << 10))).isFalse();
  }

  @Test
  void aNormalisationIsFoldedWithWhatThereIsOfGammaAndBeta() {
    INDArray mean = Nd4j.randn(DataType.FLOAT, 5);
    INDArray variance = Nd4j.rand(DataType.FLOAT, 5);
    INDArray gamma = Nd4j.randn(DataType.FLOAT, 5);
    INDArray beta = Nd4j.randn(DataType.FLOAT, 5);
    for (int form = 0; form < 4; form++) {
      List<INDArray> inputs = new ArrayList<>(List.of(mean, variance));
      INDArray scale = Nd4j.create(DataType.FLOAT, 5);
      INDArray shift = Nd4j.create(DataType.FLOAT, 5);
      if (form % 2 > 0) {
        inputs.add(gamma);
      }
      if (form / 2 > 0) {
        inputs.add(beta);
      }
      new FoldKernel(1e-3, form % 2 > 0, form / 2 > 0).bind(inputs.toArray(INDArray[]::new), new INDArray[] {scale, shift}).run();
      for (int c = 0; c < 5; c++) {
        double a = (form % 2 > 0 ? gamma.getDouble(c) : 1) / Math.sqrt(variance.getDouble(c) + 1e-3);
        double b = (form / 2 > 0 ? beta.getDouble(c) : 0) - a * mean.getDouble(c);
        assertThat(scale.getFloat(c)).isEqualTo((float) a);
        assertThat(shift.getFloat(c)).isEqualTo((float) b);
      }
    }
  }
}
