package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class SeedListTest {

  @Test
  void listsAndRangesMayBeMixedAndEachSeedCountsOnce() {
    assertThat(SeedList.parse("1,2, 5").seeds()).containsExactly(1L, 2L, 5L);
    assertThat(SeedList.parse("3..6").seeds()).containsExactly(3L, 4L, 5L, 6L);
    assertThat(SeedList.parse("-7,1..2,2").seeds()).containsExactly(-7L, 1L, 2L);
  }

  @Test
  void anythingElseIsRefusedWithWhatIsAllowed() {
    for (String wrong : new String[] {"", "1,,2", "a", "5..3", "1..", "1...3", "1..999999999", "99999999999999999999"}) {
      assertThatThrownBy(() -> SeedList.parse(wrong)).as(wrong).isInstanceOf(InvalidInputException.class).hasMessageContaining("allowed");
    }
  }
}
