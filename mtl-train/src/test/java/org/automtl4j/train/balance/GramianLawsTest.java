package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.train.balance.method.AlignedMtl;
import org.automtl4j.train.balance.method.CaGrad;
import org.automtl4j.train.balance.method.FairGrad;
import org.automtl4j.train.balance.method.GradNorm;
import org.automtl4j.train.balance.method.Imtl;
import org.automtl4j.train.balance.method.Mgda;
import org.automtl4j.train.balance.method.NashMtl;
import org.automtl4j.train.balance.method.Ridge;
import org.automtl4j.train.balance.method.TaskOwn;
import org.automtl4j.train.balance.method.UpGrad;
import org.automtl4j.train.balance.solver.SymmetricEigen;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The laws of methods that look at the Gramian. */
class GramianLawsTest {

  private static Gramian gramian(HardRows rows) {
    return Gramian.ofRows(rows.rows());
  }

  private static boolean independent(HardRows rows) {
    return rows.name().contains("plain") || rows.name().contains("opposed");
  }

  private static void sameDirection(Balancing balancing, HardRows rows) {
    double[] factors = IntStream.range(0, rows.tasks()).mapToDouble(t -> Math.pow(10, t - 2)).toArray();
    double[] plain = BalancingContract.first(balancing, rows).combined();
    double[] scaled = BalancingContract.first(balancing, rows.scaled(factors)).combined();
    assertThat(HardRows.dot(plain, scaled)).isCloseTo(HardRows.norm(plain) * HardRows.norm(scaled), within(1e-9 * HardRows.norm(plain) * HardRows.norm(scaled)));
  }

  @Nested
  class MgdaTest extends BalancingContract implements HomogeneousLaw, NonConflictingLaw {
    @Override
    public Balancing method() {
      return Balancing.mgda();
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#all")
    void noVertexOfTheHullIsBelowThePointOfLeastNorm(HardRows rows) {
      Gramian g = gramian(rows);
      double[] w = first(method(), rows).weights();
      double[] gw = g.times(w);
      double least = IntStream.range(0, w.length).mapToDouble(i -> w[i] * gw[i]).sum();
      assertThat(Arrays.stream(w).sum()).isCloseTo(1, within(1e-12));
      for (int i = 0; i < w.length; i++) {
        double scale = g.norm(i) * (g.norm(w) + 1e-7 * IntStream.range(0, w.length).mapToDouble(j -> w[j] * g.norm(j)).sum());
        assertThat(w[i]).isNotNegative();
        assertThat(gw[i]).isGreaterThanOrEqualTo(least - 1e-8 * scale);
        if (w[i] > 1e-12) {
          assertThat(gw[i]).isCloseTo(least, within(1e-8 * scale + Double.MIN_NORMAL));
        }
      }
    }
  }

  @Nested
  class MgdaOfNormalizedRowsTest extends BalancingContract implements NonConflictingLaw {
    @Override
    public Balancing method() {
      return new Mgda(Mgda.Normalization.L2);
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void scalesOfTasksDoNotMatterForTheDirection(HardRows rows) {
      if (independent(rows)) {
        sameDirection(method(), rows);
      }
    }
  }

  @Nested
  class MgdaByLossTest extends BalancingContract implements NonConflictingLaw {
    @Override
    public Balancing method() {
      return new Mgda(Mgda.Normalization.LOSS);
    }
  }

  @Nested
  class MgdaByLossAndNormTest extends BalancingContract implements NonConflictingLaw {
    @Override
    public Balancing method() {
      return new Mgda(Mgda.Normalization.LOSS_L2);
    }
  }

  @Nested
  class PcGradTest extends BalancingContract implements HomogeneousLaw, NonConflictingLaw {
    @Override
    public Balancing method() {
      return Balancing.pcgrad();
    }

    @Override
    public boolean holdsFor(HardRows rows) {
      return rows.tasks() == 2;
    }

    @Test
    void withoutConflictItIsTheSum() {
      HardRows rows = new HardRows("agreeing", new double[][] {axis(0, 1), axis(0, 2), axis(1, 1)}, new double[] {1, 1, 1});
      assertThat(first(method(), rows).weights()).containsExactly(1, 1, 1);
    }

    private static double[] axis(int i, double value) {
      double[] row = new double[HardRows.WIDTH];
      row[i] = value;
      return row;
    }
  }

  @Nested
  class ImtlTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.imtl();
    }
  }

  @Nested
  class ImpartialGradientTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return new Imtl(false);
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void cosinesAreEqualAndWeightsSumToOne(HardRows rows) {
      double[] w = first(method(), rows).weights();
      if (independent(rows)) {
        assertThat(Arrays.stream(w).sum()).isCloseTo(1, within(1e-9));
        double[] gw = gramian(rows).times(w);
        double cosine = gw[0] / gramian(rows).norm(0);
        for (int t = 0; t < w.length; t++) {
          assertThat(gw[t] / gramian(rows).norm(t)).isCloseTo(cosine, within(1e-9 * Math.abs(cosine)));
        }
      }
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void scalesOfTasksDoNotMatterForTheAxis(HardRows rows) {
      if (independent(rows)) {
        double[] factors = IntStream.range(0, rows.tasks()).mapToDouble(t -> Math.pow(10, t - 2)).toArray();
        double[] plain = first(method(), rows).combined();
        double[] scaled = first(method(), rows.scaled(factors)).combined();
        assertThat(Math.abs(HardRows.dot(plain, scaled))).isCloseTo(HardRows.norm(plain) * HardRows.norm(scaled), within(1e-9 * HardRows.norm(plain) * HardRows.norm(scaled)));
      }
    }
  }

  @Nested
  class CaGradTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return new CaGrad(0.5, CaGrad.Rescale.NONE);
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#all")
    void itStaysNearTheMeanGradient(HardRows rows) {
      double[] g = first(method(), rows).combined();
      double[] mean = IntStream.range(0, HardRows.WIDTH).mapToDouble(d -> Arrays.stream(rows.rows()).mapToDouble(r -> r[d]).average().orElse(0)).toArray();
      double[] apart = IntStream.range(0, HardRows.WIDTH).mapToDouble(d -> g[d] - mean[d]).toArray();
      assertThat(HardRows.norm(apart)).isLessThanOrEqualTo(0.5 * HardRows.norm(mean) * (1 + 1e-9) + 1e-7 * rows.size());
    }

    /** The worst-off task is helped at least as much as by many other gradients of the ball. */
    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void noOtherGradientOfTheBallHelpsTheWorstOffTaskMore(HardRows rows) {
      double[] g = first(method(), rows).combined();
      double[] mean = IntStream.range(0, HardRows.WIDTH).mapToDouble(d -> Arrays.stream(rows.rows()).mapToDouble(r -> r[d]).average().orElse(0)).toArray();
      double worst = Arrays.stream(rows.rows()).mapToDouble(r -> HardRows.dot(r, g)).min().orElse(0);
      RandomStream random = RandomStream.of(5, "ball");
      for (int k = 0; k < 200; k++) {
        double[] d = IntStream.range(0, HardRows.WIDTH).mapToDouble(i -> random.nextGaussian()).toArray();
        // Half of them near the best one.
        double[] toward = k % 2 == 0 ? d : IntStream.range(0, d.length).mapToDouble(i -> g[i] - mean[i] + 0.01 * HardRows.norm(mean) * d[i]).toArray();
        double length = HardRows.norm(toward);
        double[] other = IntStream.range(0, d.length).mapToDouble(i -> mean[i] + (length > 0 ? 0.5 * HardRows.norm(mean) / length * toward[i] : 0)).toArray();
        double helped = Arrays.stream(rows.rows()).mapToDouble(r -> HardRows.dot(r, other)).min().orElse(0);
        assertThat(helped).isLessThanOrEqualTo(worst + 1e-7 * rows.size() * rows.size());
      }
    }

    @Test
    void withoutRoomItIsTheMean() {
      HardRows rows = HardRows.mild().filter(r -> r.tasks() == 3).findFirst().orElseThrow();
      assertThat(first(Balancing.cagrad(0), rows).weights()).containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-15));
    }
  }

  @Nested
  class CaGradWithRoomTest extends BalancingContract implements HomogeneousLaw, NonConflictingLaw {
    @Override
    public Balancing method() {
      return Balancing.cagrad(1);
    }

    /** Where rows cancel u is the point of norm 0, for which the mean stands by definition. */
    @Override
    public boolean holdsFor(HardRows rows) {
      return !rows.cancels();
    }

    @Override
    public boolean isWellPosed(HardRows rows) {
      return !rows.cancels();
    }

    @Override
    boolean hasOneAnswer(HardRows rows) {
      return !rows.cancels();
    }
  }

  @Nested
  class NashTest extends BalancingContract implements HomogeneousLaw, NonConflictingLaw {
    @Override
    public Balancing method() {
      return new NashMtl(0.5, 1, TaskOwn.WEIGHTED);
    }

    @Override
    public double power() {
      return 0;
    }

    /** A bargain needs rows that do not cancel. */
    @Override
    public boolean holdsFor(HardRows rows) {
      return !rows.name().contains("stationary") && !rows.name().contains("both ways");
    }

    @Override
    boolean hasOneAnswer(HardRows rows) {
      return holdsFor(rows);
    }

    @Override
    public boolean isWellPosed(HardRows rows) {
      return holdsFor(rows);
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#all")
    void theBargainIsSolvedExactly(HardRows rows) {
      if (!holdsFor(rows)) {
        return;
      }
      StepHarness.Outcome outcome = first(method(), rows);
      int count = gramian(rows).rowsThatAreNotZero().length;
      for (int t : gramian(rows).rowsThatAreNotZero()) {
        double ridge = 2e-12 * outcome.own()[t] * outcome.own()[t] * gramian(rows).at(t, t);
        assertThat(outcome.own()[t] * gramian(rows).times(outcome.own())[t]).isCloseTo(1, within(1e-9 + ridge));
      }
      assertThat(gramian(rows).norm(outcome.own())).isCloseTo(Math.sqrt(count), within(1e-9 + 1e-12 * Math.pow(rows.parts(outcome.own()), 2)));
      assertThat(HardRows.norm(outcome.combined())).isCloseTo(count > 0 ? 0.5 : 0, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void scalesOfTasksDoNotMatter(HardRows rows) {
      if (independent(rows)) {
        sameDirection(method(), rows);
      }
    }

    @Test
    void keptWeightsAreKept() {
      HardRows rows = HardRows.mild().filter(r -> r.tasks() == 3).findFirst().orElseThrow();
      try (Balancer nash = new NashMtl(1, 2, TaskOwn.WEIGHTED).create(setup(3)); StepHarness harness = new StepHarness(DataType.DOUBLE,
          StepHarness.names(3), 7, 5)) {
        double[] solved = harness.step(nash, losses(rows, 0), rows.rows()).own();
        HardRows doubled = rows.scaled(2);
        assertThat(harness.step(nash, losses(rows, 1), doubled.rows()).own()).isEqualTo(solved);
        assertThat(harness.step(nash, losses(rows, 2), doubled.rows()).own()[0]).isCloseTo(solved[0] / 2, within(1e-9));
      }
    }
  }

  @Nested
  class FairGradTest extends BalancingContract implements HomogeneousLaw, NonConflictingLaw {
    @Override
    public Balancing method() {
      return new FairGrad(2, TaskOwn.PLAIN);
    }

    @Override
    public double power() {
      return (1 - 2.0) / (1 + 2.0);
    }

    @Override
    public boolean holdsFor(HardRows rows) {
      return !rows.name().contains("stationary") && !rows.name().contains("both ways");
    }

    @Override
    boolean hasOneAnswer(HardRows rows) {
      return holdsFor(rows);
    }

    @Override
    public boolean isWellPosed(HardRows rows) {
      return holdsFor(rows);
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#all")
    void theEquationIsSolvedExactly(HardRows rows) {
      // Beside tasks of twenty orders in scale the equations of other alphas need more digits than a double has.
      for (double alpha : rows.name().contains("scales") ? new double[] {1, 2} : new double[] {0.5, 1, 2, 5}) {
        double[] w = first(new FairGrad(alpha, TaskOwn.PLAIN), rows).weights();
        double[] gw = gramian(rows).times(w);
        for (int t : gramian(rows).rowsThatAreNotZero()) {
          // G w is known to the rounding of its parts, of which those of larger tasks may be far above the sum.
          double size = gramian(rows).norm(t) * rows.parts(w);
          double ridge = 2e-12 * gramian(rows).at(t, t) * w[t];
          assertThat(w[t]).isPositive();
          assertThat(gw[t]).as("alpha %s, task %s", alpha, t).isCloseTo(Math.pow(w[t], -1 / alpha), within(1e-9 * Math.abs(gw[t]) + ridge + 1e-12 * size));
        }
      }
    }
  }

  @Nested
  class AlignedTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return Balancing.alignedMtl();
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void aligningRowsThatAreAlignedGivesTheirSum(HardRows rows) {
      // B = sigma V l^(-1/2) V' is applied to its own result: its singular values are all alike.
      if (independent(rows)) {
        SymmetricEigen eigen = SymmetricEigen.of(gramian(rows).toArray());
        double sigma = Math.sqrt(Arrays.stream(eigen.values()).min().orElse(0));
        double[] factors = Arrays.stream(eigen.values()).map(l -> sigma / Math.sqrt(l)).toArray();
        double[][] aligned = new double[rows.tasks()][HardRows.WIDTH];
        for (int d = 0; d < HardRows.WIDTH; d++) {
          int column = d;
          double[] b = eigen.times(factors, Arrays.stream(rows.rows()).mapToDouble(r -> r[column]).toArray());
          IntStream.range(0, b.length).forEach(t -> aligned[t][column] = b[t]);
        }
        Gramian of = Gramian.ofRows(aligned);
        for (int i = 0; i < of.size(); i++) {
          for (int j = 0; j < of.size(); j++) {
            assertThat(of.at(i, j)).isCloseTo(i == j ? sigma * sigma : 0, within(1e-9 * sigma * sigma));
          }
        }
        double[] sum = IntStream.range(0, HardRows.WIDTH).mapToDouble(d -> Arrays.stream(aligned).mapToDouble(r -> r[d]).sum()).toArray();
        close(first(method(), rows).combined(), sum, 1e-9, "the sum of aligned rows");
      }
    }

    @Test
    void otherScalesChangeTheLengthOnly() {
      HardRows rows = HardRows.mild().filter(r -> r.tasks() == 3).findFirst().orElseThrow();
      double[] least = first(method(), rows).combined();
      for (AlignedMtl.Scale scale : AlignedMtl.Scale.values()) {
        double[] g = first(new AlignedMtl(scale), rows).combined();
        assertThat(HardRows.norm(g)).isGreaterThanOrEqualTo(HardRows.norm(least) * (1 - 1e-12));
        assertThat(HardRows.dot(g, least)).isCloseTo(HardRows.norm(g) * HardRows.norm(least), within(1e-9));
      }
    }
  }

  @Nested
  class UpGradTest extends BalancingContract implements HomogeneousLaw, NonConflictingLaw, StationaryLaw {
    @Override
    public Balancing method() {
      return Balancing.upGrad();
    }

    @Override
    public double ridge() {
      return 1.0001e-4;
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void underScalingItIsLinear(HardRows rows) {
      if (independent(rows)) {
        double[] x = IntStream.range(0, rows.tasks()).mapToDouble(t -> 1 + t).toArray();
        double[] y = IntStream.range(0, rows.tasks()).mapToDouble(t -> 3 - t % 3).toArray();
        double[] both = IntStream.range(0, x.length).mapToDouble(t -> x[t] + y[t]).toArray();
        Balancing exact = new UpGrad(Ridge.ROWS, 1e-12);
        double[] ofX = first(exact, rows.scaled(x)).combined();
        double[] ofY = first(exact, rows.scaled(y)).combined();
        double[] sum = IntStream.range(0, ofX.length).mapToDouble(i -> ofX[i] + ofY[i]).toArray();
        close(first(exact, rows.scaled(both)).combined(), sum, 1e-6, "f(diag(x + y) J)");
      }
    }

    @Test
    void theRowsRidgeProtectsASmallTaskWhereThatOfTheTraceDoesNot() {
      HardRows rows = new HardRows("a small task", new double[][] {{1e-3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, {-1e3, 1e2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}, new double[] {1, 1});
      assertThat(cosine(first(new UpGrad(Ridge.TRACE, 1e-4), rows).combined(), rows.rows()[0])).isLessThan(-0.9);
      assertThat(cosine(first(method(), rows).combined(), rows.rows()[0])).isGreaterThan(-0.02);
    }

    private static double cosine(double[] a, double[] b) {
      return HardRows.dot(a, b) / HardRows.norm(a) / HardRows.norm(b);
    }
  }

  @Nested
  class DualProjTest extends BalancingContract implements HomogeneousLaw, NonConflictingLaw, StationaryLaw {
    @Override
    public Balancing method() {
      return Balancing.dualProj();
    }

    @Override
    public double ridge() {
      return 1.0001e-4;
    }
  }

  @Nested
  class GradNormTest extends BalancingContract {
    @Override
    public Balancing method() {
      return new GradNorm(1.5, OptionalLong.of(1));
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#all")
    void weightsSumToTheNumberOfTasks(HardRows rows) {
      for (StepHarness.Outcome outcome : run(method(), rows)) {
        assertThat(Arrays.stream(outcome.weights()).sum()).isCloseTo(rows.tasks(), within(1e-9));
      }
    }
  }
}
