package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.plan.Backend;
import org.junit.jupiter.api.Test;

class TrainingCostTest {

  @Test
  void whatCannotFitIsRefusedBeforeItStarts() {
    long allowed = Backend.current().offHeapBytes();
    assertThatCode(() -> TrainingCost.checkFits(allowed / 2, allowed / 10)).doesNotThrowAnyException();
    assertThatThrownBy(() -> TrainingCost.checkFits(allowed / 2, allowed / 4)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("GiB of memory").hasMessageContaining("make batch, crop, heads or backbone smaller");
  }
}
