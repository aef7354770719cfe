package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.train.balance.method.Dwa;
import org.automtl4j.train.balance.method.SmoothTchebycheff;
import org.automtl4j.train.balance.method.Uncertainty;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The laws of methods that weigh losses. */
class LossWeightingLawsTest {

  private static LossWeighting of(Balancing balancing, ScalarRule.Factory rule, String... tasks) {
    return (LossWeighting) balancing.create(BalancerSetup.of(List.of(tasks), 2, rule));
  }

  private static StepLosses step(long iteration, double... values) {
    List<String> names = List.of("a", "b", "c").subList(0, values.length);
    return new StepLosses(names, values, iteration, Draws.of(RandomStream.of(iteration, "laws")));
  }

  @Nested
  class EqualWeightingTest extends BalancingContract implements HomogeneousLaw {
    @Override
    public Balancing method() {
      return Balancing.ew();
    }
  }

  @Nested
  class UncertaintyTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.uw();
    }

    @Test
    void weightsSettleAtHalfTheInverseOfTheLoss() {
      LossWeighting uw = of(method(), ScalarRule.sgd(0.5), "a", "b");
      for (int i = 0; i < 200; i++) {
        uw.weights(step(i, 4, 0.5));
      }
      assertThat(uw.weights(step(200, 4, 0.5))).containsExactly(new double[] {0.125, 1}, within(1e-9));
    }

    @Test
    void thePapersFormCountsClassificationTwice() {
      BalancerSetup setup = new BalancerSetup(List.of("a", "b"), Set.of("b"), 1, OptionalLong.empty(), ScalarRule.sgd(0), name -> name);
      double[] w = ((LossWeighting) new Uncertainty(Uncertainty.Kinds.PAPER).create(setup)).weights(step(0, 1, 1));
      assertThat(w[1]).isCloseTo(2 * w[0], within(1e-15));
    }
  }

  @Nested
  class DwaTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.dwa();
    }

    @Test
    void weightsSumToTheNumberOfTasksAndFavourWhatLearnsSlowly() {
      LossWeighting dwa = of(method(), ScalarRule.sgd(0), "a", "b");
      double[] w = {};
      for (int i = 0; i < 6; i++) {
        w = dwa.weights(step(i, i < 2 ? 1 : 0.9, i < 2 ? 1 : 0.1));
      }
      assertThat(w[0] + w[1]).isCloseTo(2, within(1e-12));
      for (int i = 0; i < 4; i++) {
        w = of(method(), ScalarRule.sgd(0), "a", "b").weights(step(0, 1, 1));
      }
      assertThat(w).containsExactly(1, 1);
    }

    @Test
    void aMeanOfZeroCountsAsNoChange() {
      LossWeighting dwa = of(method(), ScalarRule.sgd(0), "a", "b");
      double[] w = {};
      for (int i = 0; i < 8; i++) {
        w = dwa.weights(step(i, 0, 1));
      }
      assertThat(w).containsExactly(1, 1);
    }
  }

  @Nested
  class GeometricMeanTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.gls();
    }

    @Test
    void theDirectionDoesNotDependOnTheScalesOfLosses() {
      double[] plain = of(method(), ScalarRule.sgd(0), "a", "b").weights(step(0, 2, 3));
      double[] scaled = of(method(), ScalarRule.sgd(0), "a", "b").weights(step(0, 2e10, 3e-5));
      // Gradients are scaled as losses are: w_t c_t may differ by one factor only.
      assertThat(scaled[0] * 1e10 / plain[0]).isCloseTo(scaled[1] * 1e-5 / plain[1], within(1e-6 * scaled[0] * 1e10 / plain[0]));
    }

    @Test
    void aNegativeLossIsRefusedByName() {
      assertThatThrownBy(() -> of(method(), ScalarRule.sgd(0), "a", "b").weights(step(3, 1, -0.5))).isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("GLS").hasMessageContaining("'b'").hasMessageContaining("-0.5").hasMessageContaining("iteration 3").hasMessageContaining("take EW");
    }
  }

  @Nested
  class RandomWeightingTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.rlw();
    }

    @Test
    void weightsSumToOneAndAreDrawnOnceAnIterationWhereTasksTakeTurns() {
      LossWeighting rlw = of(method(), ScalarRule.sgd(0), "a", "b");
      Draws draws = Draws.of(RandomStream.of(1, "turns"));
      double a = rlw.weights(new StepLosses(List.of("a"), new double[] {1}, 0, draws))[0];
      double b = rlw.weights(new StepLosses(List.of("b"), new double[] {1}, 0, draws))[0];
      assertThat(a + b).isCloseTo(1, within(1e-12));
      assertThat(rlw.weights(new StepLosses(List.of("a"), new double[] {1}, 1, draws))[0]).isNotEqualTo(a);
    }
  }

  @Nested
  class SmoothTchebycheffTest extends BalancingContract {
    @Override
    public Balancing method() {
      return new SmoothTchebycheff(0.1, 0, OptionalLong.of(2));
    }

    @Test
    void theTaskFurthestAboveItsNadirLeadsAfterTheWarmUp() {
      LossWeighting stch = of(method(), ScalarRule.sgd(0), "a", "b");
      assertThat(stch.weights(step(0, 2, 4))).containsExactly(0.5, 0.25);
      stch.weights(step(1, 2, 4));
      double[] w = stch.weights(step(2, 2, 2));
      assertThat(w[0] * 2 + w[1] * 2).isCloseTo(2, within(1e-12));
      assertThat(w[0]).isGreaterThan(100 * w[1]);
    }

    @Test
    void aWarmUpThatNeverEndsIsRefused() {
      BalancerSetup setup = new BalancerSetup(List.of("a", "b"), Set.of(), 100, OptionalLong.of(500), ScalarRule.sgd(0), name -> name);
      assertThatThrownBy(() -> Balancing.stch(0.1).create(setup)).isInstanceOf(InvalidInputException.class).hasMessageContaining("500 iterations")
          .hasMessageContaining("4 + 1 intervals of 100").hasMessageContaining("smaller warmup");
    }
  }

  @Nested
  class FamoTest extends BalancingContract {
    @Override
    public Balancing method() {
      return Balancing.famo();
    }

    @Test
    void weightsSumToOneAndTheTaskThatImprovesLessGainsWeight() {
      LossWeighting famo = of(method(), ScalarRule.sgd(0), "a", "b");
      double before = famo.weights(step(0, 1, 1))[0];
      famo.after(step(0, 1, 0.5));
      double[] w = famo.weights(step(1, 1, 1));
      assertThat(Arrays.stream(w).sum()).isCloseTo(1, within(1e-12));
      assertThat(w[0]).isGreaterThan(before);
    }

    @Test
    void lossesOfAnotherStepAreRefused() {
      assertThatThrownBy(() -> of(method(), ScalarRule.sgd(0), "a", "b").after(step(0, 1, 1))).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void optionsOutOfRangeAreRefusedWithTheirName() {
    assertThatThrownBy(() -> new Dwa(0, OptionalLong.empty())).isInstanceOf(InvalidInputException.class)
        .hasMessage("balancing DWA: temperature must be a finite number greater than 0, found 0.0");
    assertThatThrownBy(() -> Balancing.stch(-1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("mu");
    assertThatThrownBy(() -> Balancing.cagrad(Double.NaN)).isInstanceOf(InvalidInputException.class).hasMessageContaining("c must be");
    assertThatThrownBy(() -> Balancing.fairGrad(0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("alpha");
  }
}
