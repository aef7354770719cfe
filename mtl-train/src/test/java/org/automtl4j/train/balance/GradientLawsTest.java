package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.train.balance.StepHarness.Outcome;
import org.automtl4j.train.balance.method.GradDrop;
import org.automtl4j.train.balance.method.GradVac;
import org.automtl4j.train.balance.method.MoCo;
import org.automtl4j.train.balance.solver.SimplexProjection;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of methods that look at gradients themselves, at three batches, or ahead. */
class GradientLawsTest {

  @Nested
  class GradVacTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return Balancing.gradVac();
    }

    /** Where rows cancel, cosines are those of rounding. */
    @Override
    boolean hasOneAnswer(HardRows rows) {
      return !rows.cancels();
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void itsFirstStepIsPcGrads(HardRows rows) {
      if (hasOneAnswer(rows)) {
        close(first(method(), rows).combined(), first(Balancing.pcgrad(), rows).combined(), 1e-9, "the first step");
      }
    }
  }

  @Nested
  class GradVacByParameterTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return new GradVac(0.1, GradVac.Groups.PARAMETER);
    }

    @Override
    boolean hasOneAnswer(HardRows rows) {
      return !rows.cancels();
    }
  }

  @Nested
  class GradVacByLayerTest extends BalancingContract {
    @Override
    public Balancing method() {
      return new GradVac(0.1, GradVac.Groups.LAYER);
    }

    @Override
    boolean hasOneAnswer(HardRows rows) {
      return !rows.cancels();
    }
  }

  @Nested
  class GradDropTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return Balancing.gradDrop();
    }

    @Test
    void withFullLeakItIsTheSum() {
      HardRows rows = HardRows.mild().filter(r -> r.tasks() == 3).findFirst().orElseThrow();
      close(first(new GradDrop(1), rows).combined(), first(Balancing.ew(), rows).combined(), 1e-12, "the sum");
    }
  }

  @Nested
  class DbMtlTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.dbMtl();
    }

    @Test
    void scalesOfTasksDoNotMatterForTheDirection() {
      HardRows rows = HardRows.mild().filter(r -> r.tasks() == 3).findFirst().orElseThrow();
      double[] factors = {1e-2, 10, 1e3};
      double[] losses = IntStream.range(0, 3).mapToDouble(t -> rows.losses()[t] * factors[t]).toArray();
      double[] plain = first(method(), rows).combined();
      double[] scaled = first(method(), rows.scaled(factors).with(losses)).combined();
      assertThat(HardRows.dot(plain, scaled)).isCloseTo(HardRows.norm(plain) * HardRows.norm(scaled), within(1e-5 * HardRows.norm(plain) * HardRows.norm(scaled)));
    }
  }

  @Nested
  class MoCoTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.moCo();
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#mild")
    void weightsStayOnTheSimplex(HardRows rows) {
      for (Outcome outcome : run(method(), rows)) {
        onTheSimplex(outcome.weights());
      }
    }
  }

  @Nested
  class MoCoBySoftmaxTest extends BalancingContract {
    @Override
    public Balancing method() {
      return new MoCo(0.5, 0, 0.1, 0, 0.1, MoCo.Simplex.SOFTMAX);
    }
  }

  @Nested
  class ExcessMtlTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.excessMtl();
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#all")
    void weightsSumToTheNumberOfTasks(HardRows rows) {
      for (Outcome outcome : run(method(), rows)) {
        assertThat(Arrays.stream(outcome.weights()).sum()).isCloseTo(rows.tasks(), within(1e-9));
      }
    }
  }

  @Nested
  class MoDoTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.moDo();
    }

    @ParameterizedTest
    @MethodSource("org.automtl4j.train.balance.HardRows#all")
    void weightsStayOnTheSimplex(HardRows rows) {
      for (Outcome outcome : run(method(), rows)) {
        onTheSimplex(outcome.weights());
      }
    }
  }

  @Nested
  class SdmGradTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return Balancing.sdmGrad();
    }
  }

  @Nested
  class MomlTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.moml();
    }
  }

  @Nested
  class AutoLambdaTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.autoLambda();
    }

    @Test
    void aTaskWhoseInnerGradientHelpsTheOuterLossesGainsWeight() {
      LookAheadWeighting ahead = (LookAheadWeighting) method().create(setup(2));
      StepLosses losses = new StepLosses(StepHarness.names(2), new double[] {1, 1}, 0, Draws.of(RandomStream.of(1, "ahead")));
      ahead.outer(new double[][] {{1, -1}, {1, -1}}, 0.1, losses);
      assertThat(ahead.weights(losses)[0]).isGreaterThan(0.5);
    }

    @Test
    void anAbsentTaskIsRefusedByName() {
      LookAheadWeighting ahead = (LookAheadWeighting) method().create(setup(2));
      StepLosses one = new StepLosses(List.of("t1"), new double[] {1}, 0, Draws.of(RandomStream.of(1, "ahead")));
      assertThatThrownBy(() -> ahead.outer(new double[][] {{1}}, 0.1, one)).isInstanceOf(InvalidInputException.class).hasMessageContaining("AUTO_LAMBDA")
          .hasMessageContaining("[t1]").hasMessageContaining("take a method without");
    }
  }

  private static void onTheSimplex(double[] w) {
    assertThat(Arrays.stream(w).sum()).isCloseTo(1, within(1e-9));
    assertThat(SimplexProjection.of(w)).containsExactly(w, within(1e-9));
  }
}
