package org.automtl4j.golden.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PropertyTest {
  private static final List<Integer> SEEN = new ArrayList<>();

  @Property(tries = 300)
  void valuesKeepTheirRanges(long any, boolean either, int whole, @IntRange(min = 3, max = 9) int number, @DoubleRange(min = -1, max = 2) double real,
      @Text(min = 1, max = 5, of = "ab") String text, @Text(max = 3) String anyText) {
    SEEN.add(number);
    assertThat(number).isBetween(3, 9);
    assertThat(real).isBetween(-1.0, 2.0);
    assertThat(text).matches("[ab]{1,5}");
    assertThat(anyText.length()).isLessThanOrEqualTo(3);
  }

  @AfterAll
  static void theMethodWasCalledSoManyTimesAndSawEveryValueOfASmallRange() {
    assertThat(SEEN).hasSize(300).contains(3, 4, 5, 6, 7, 8, 9);
  }

  private static Method method(String name) {
    return Stream.of(PropertyTest.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
  }

  void one(@IntRange(min = 4, max = 13) int number) {}

  void two(@IntRange int number, long seed) {}

  @Test
  void fewerCombinationsThanCasesComeOnceEach() throws Throwable {
    List<Object> seen = new ArrayList<>();
    assertThat(new Cases(method("one"), 30, 1).run(values -> seen.add(values[0]))).isEqualTo(10);
    assertThat(seen).containsExactly(4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherDoesNot() {
    assertThat(new Cases(method("two"), 30, 1).drawn(7)).isEqualTo(new Cases(method("two"), 30, 1).drawn(7));
    assertThat(new Cases(method("two"), 30, 1).drawn(7)).isNotEqualTo(new Cases(method("two"), 30, 2).drawn(7))
        .isNotEqualTo(new Cases(method("two"), 30, 1).drawn(8));
  }

  @Test
  void casesThatAnAssumptionLeavesOutAreReplaced() throws Throwable {
    Set<Object> seen = new LinkedHashSet<>();
    int done = new Cases(method("two"), 50, 1).run(values -> {
      assumeTrue((long) values[1] % 2 == 0);
      seen.add(values[1]);
    });
    assertThat(done).isEqualTo(50);
    assertThat(seen).hasSizeGreaterThan(40);
    assertThatThrownBy(() -> new Cases(method("two"), 50, 1).run(values -> assumeTrue(false))).isInstanceOf(AssertionError.class)
        .hasMessageContaining("leave 0 cases");
  }

  @Test
  void aCaseThatFailsIsNamedWithItsSeedAndValues() {
    assertThatThrownBy(() -> new Cases(method("one"), 30, 5).run(values -> assertThat((int) values[0]).isLessThan(9))).isInstanceOf(AssertionError.class)
        .hasMessageContaining("one does not hold in case 5 of seed 5: number = 9").hasMessageContaining("-Dtest=PropertyTest#one -Dautomtl.seed=5")
        .hasCauseInstanceOf(AssertionError.class);
  }
}
