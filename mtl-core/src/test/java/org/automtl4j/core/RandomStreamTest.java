package org.automtl4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  @Test
  void sameSeedAndPurposeGiveTheSameNumbersAndAnotherPurposeOthers() {
    assertThat(RandomStream.of(7, "weights", 3).nextLong()).isEqualTo(RandomStream.of(7, "weights", 3).nextLong());
    assertThat(RandomStream.of(7, "weights", 3).nextLong()).isNotEqualTo(RandomStream.of(7, "noise", 3).nextLong());
    assertThat(RandomStream.of(7, "weights", 3).nextLong()).isNotEqualTo(RandomStream.of(8, "weights", 3).nextLong());
  }

  @Test
  void aRestoredStreamGoesOnWhereItWasSaved() {
    RandomStream stream = RandomStream.of(1, "x");
    stream.nextGaussian();
    RandomStream restored = RandomStream.restore(stream.state());
    assertThat(restored.nextDouble()).isEqualTo(stream.nextDouble());
  }

  @Test
  void momentsAreThoseOfTheDistributions() {
    RandomStream stream = RandomStream.of(5, "moments");
    int n = 200_000;
    assertThat(IntStream.range(0, n).mapToDouble(i -> stream.nextGumbel()).average().orElseThrow()).isCloseTo(0.5772, within(0.02));
    assertThat(IntStream.range(0, n).mapToDouble(i -> Math.pow(stream.nextGaussian(), 2)).average().orElseThrow()).isCloseTo(1, within(0.02));
  }

  @Property
  void integersStayBelowTheirBound(long seed, @IntRange(min = 1) int bound) {
    assertThat(RandomStream.of(seed, "bound").nextInt(bound)).isBetween(0, bound - 1);
  }

  @Property
  void aPermutationHoldsEachNumberOnce(long seed, @IntRange(max = 50) int n) {
    assertThat(RandomStream.of(seed, "order").permutation(n)).containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
  }
}
