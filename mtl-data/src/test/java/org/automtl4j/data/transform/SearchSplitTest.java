package org.automtl4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.DataSetContract;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.junit.jupiter.api.Test;

class SearchSplitTest extends DataSetContract {
  private static SyntheticScenes scenes(int count) {
    return SyntheticScenes.builder().size(8, 8).counts(count, 3, 3).seed(8).build();
  }

  @Override
  protected MultiTaskDataSet create() {
    return SearchSplit.redrawn(0.6).of(scenes(9), 5);
  }

  /** Which training samples a part consists of. */
  private static List<Integer> members(MultiTaskDataSet whole, MultiTaskDataSet parted, Split split, long epoch) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < parted.size(split); i++) {
      float[] image = parted.sample(split, i, epoch).image();
      found.add(IntStream.range(0, whole.size(Split.TRAIN)).filter(k -> Arrays.equals(whole.sample(Split.TRAIN, k, epoch).image(), image)).findFirst().orElseThrow());
    }
    return found;
  }

  @Test
  void evenSamplesAreForWeightsAndOddOnesForChoices() {
    MultiTaskDataSet parted = SearchSplit.evenOdd().of(scenes(7), 5);
    assertThat(members(scenes(7), parted, Split.TRAIN1, 0)).containsExactly(0, 2, 4, 6);
    assertThat(members(scenes(7), parted, Split.TRAIN2, 3)).containsExactly(1, 3, 5);
    assertThat(parted.size(Split.TRAIN)).isEqualTo(7);
    assertThat(parted.fingerprint()).isNotEqualTo(scenes(7).fingerprint());
    assertThat(SearchSplit.stored().of(scenes(7), 5).fingerprint()).isEqualTo(scenes(7).fingerprint());
  }

  @Test
  void redrawnPartsAreAFunctionOfSeedAndPassAndHaveNothingInCommon() {
    MultiTaskDataSet parted = SearchSplit.redrawn(0.7).of(scenes(10), 5);
    List<Integer> before = members(scenes(10), parted, Split.TRAIN1, 0);
    for (long epoch = 0; epoch < 3; epoch++) {
      List<Integer> all = new ArrayList<>(members(scenes(10), parted, Split.TRAIN1, epoch));
      assertThat(all).hasSize(7);
      all.addAll(members(scenes(10), parted, Split.TRAIN2, epoch));
      assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
    assertThat(members(scenes(10), parted, Split.TRAIN1, 1)).isNotEqualTo(before);
    assertThat(members(scenes(10), SearchSplit.redrawn(0.7).of(scenes(10), 5), Split.TRAIN1, 0)).isEqualTo(before);
    assertThat(members(scenes(10), SearchSplit.redrawn(0.7).of(scenes(10), 6), Split.TRAIN1, 0)).isNotEqualTo(before);
  }

  @Test
  void partsAreNeverEmpty() {
    assertThatThrownBy(() -> SearchSplit.redrawn(1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("found 1.0");
    assertThatThrownBy(() -> SearchSplit.redrawn(0.01).of(scenes(9), 1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("9 training samples");
  }
}
