package org.automtl4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.junit.jupiter.api.Test;

/** Training samples parted for a search. */
class SearchSplitTest {
  private static final int ALL = 11;
  private static final MultiTaskDataSet DATA = SyntheticScenes.builder().size(8, 8).counts(ALL, 2, 2).seed(1).build();
  private static final Map<Integer, Integer> KNOWN = new HashMap<>();

  static {
    for (int i = 0; i < ALL; i++) {
      KNOWN.put(Arrays.hashCode(DATA.sample(Split.TRAIN, i, 0).image()), i);
    }
  }

  /** Which training samples a part has in a pass. */
  private static Set<Integer> samples(MultiTaskDataSet data, Split split, long pass) {
    return IntStream.range(0, data.size(split)).mapToObj(i -> KNOWN.get(Arrays.hashCode(data.sample(split, i, pass).image()))).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aPassHasNoSampleInBothPartsAndAnotherPassHasOthers() {
    MultiTaskDataSet parted = new SearchSplit.Redrawn(0.5).of(DATA, 1, 3);
    assertThat(parted.size(Split.TRAIN1)).as("rounded down, as published").isEqualTo(5);
    assertThat(parted.size(Split.TRAIN2)).as("as many batches in a pass").isEqualTo(5);
    Set<Set<Integer>> weights = new HashSet<>();
    Set<Integer> seen = new TreeSet<>();
    for (int pass = 0; pass < 12; pass++) {
      Set<Integer> first = samples(parted, Split.TRAIN1, pass);
      Set<Integer> second = samples(parted, Split.TRAIN2, pass);
      assertThat(first).hasSize(5).doesNotContainAnyElementsOf(second);
      assertThat(second).hasSize(5);
      weights.add(first);
      seen.addAll(second);
    }
    assertThat(weights.size()).isGreaterThan(8);
    assertThat(seen).as("choices see all samples in the long run").hasSize(ALL);
  }

  @Test
  void aPassIsAPureFunctionOfSeedAndNumber() {
    MultiTaskDataSet one = new SearchSplit.Redrawn(0.5).of(DATA, 1, 3);
    Set<Integer> seventh = samples(one, Split.TRAIN1, 7);
    samples(one, Split.TRAIN1, 2);
    assertThat(samples(one, Split.TRAIN1, 7)).isEqualTo(seventh);
    assertThat(samples(new SearchSplit.Redrawn(0.5).of(DATA, 1, 3), Split.TRAIN1, 7)).isEqualTo(seventh);
    assertThat(IntStream.range(0, 5).allMatch(pass -> samples(new SearchSplit.Redrawn(0.5).of(DATA, 1, 4), Split.TRAIN1, pass).equals(samples(one, Split.TRAIN1, pass)))).isFalse();
  }

  @Test
  void fixedPartsFollowTheOrderOfTheDataSet() {
    MultiTaskDataSet parted = new SearchSplit.Fixed(0.5).of(DATA, 5, 3);
    for (int pass = 0; pass < 3; pass++) {
      assertThat(samples(parted, Split.TRAIN1, pass)).containsExactly(0, 1, 2, 3, 4);
      assertThat(samples(parted, Split.TRAIN2, pass)).containsExactly(5, 6, 7, 8, 9);
    }
  }

  @Test
  void aPassIsAsLongAsTheWeightsPart() {
    MultiTaskDataSet few = new SearchSplit.Fixed(0.8).of(DATA, 2, 3); // 8 and 3
    assertThat(few.size(Split.TRAIN2)).isEqualTo(8);
    assertThat(samples(few, Split.TRAIN2, 0)).as("they come again").containsExactly(8, 9, 10);
    MultiTaskDataSet many = new SearchSplit.Fixed(0.3).of(DATA, 2, 3); // 3 and 8
    assertThat(many.size(Split.TRAIN2)).as("one batch of two").isEqualTo(2);
  }

  @Test
  void whatIsNotPartedStaysAndWhatCannotBeIsRefused() {
    assertThat(new SearchSplit.Stored().of(DATA, 2, 3)).isSameAs(DATA);
    MultiTaskDataSet parted = new SearchSplit.Redrawn(0.5).of(DATA, 2, 3);
    assertThat(parted.sample(Split.TEST, 1, 0).image()).isEqualTo(DATA.sample(Split.TEST, 1, 0).image());
    assertThat(parted.size(Split.TRAIN)).isEqualTo(ALL);
    assertThat(parted.fingerprint()).isNotEqualTo(DATA.fingerprint()).isNotEqualTo(new SearchSplit.Redrawn(0.5).of(DATA, 2, 4).fingerprint());
    assertThatThrownBy(() -> parted.sample(Split.TRAIN1, 5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new SearchSplit.Redrawn(1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("above 0 and below 1, found 1.0");
    assertThatThrownBy(() -> new SearchSplit.Redrawn(0.05).of(DATA, 2, 3)).isInstanceOf(InvalidInputException.class).hasMessageContaining("leaves 0 for the weights and 11");
  }
}
