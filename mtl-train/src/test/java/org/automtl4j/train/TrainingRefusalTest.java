package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.plan.Backend;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class TrainingRefusalTest {

  @Test
  void whatCannotFitIsRefusedBeforeItStarts() {
    long allowed = Backend.current().offHeapBytes();
    long parameters = allowed / 10;
    TrainingMemory memory = new TrainingMemory(allowed / 5, allowed / 2, allowed / 4, parameters, parameters, parameters);
    assertThatCode(() -> memory.checkFits(memory.mixedStage(new Adam()))).doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.checkFits(allowed)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("GiB of memory").hasMessageContaining("make batch, crop, heads or backbone smaller");
  }

  @Test
  void aStageTakesItsPlanAndWhatItsUpdateRuleRemembers() {
    TrainingMemory memory = new TrainingMemory(0, 1000, 500, 90, 80, 60);
    assertThat(memory.mixedStage(new Adam())).isEqualTo(1000 + 2 * 80);
    assertThat(memory.mixedStage(new Sgd(0.1))).isEqualTo(1000 + 80);
    assertThat(memory.plainStage(new Adam())).isEqualTo(60 + 500 + 2 * 60);
  }

  @Test
  void trainingIsRefusedBeforeTheFirstStep() {
    SyntheticScenes data = TinyRun.data();
    try (Trainer trainer = TinyRun.trainer(TinyRun.superModel(data, 1), data).build()) {
      assertThatThrownBy(() -> trainer.measureCost(memory -> {
        assertThat(memory.mixedPlan()).isGreaterThan(memory.plainPlan());
        assertThat(memory.parameters()).isGreaterThan(memory.trained());
        memory.checkFits(Backend.current().offHeapBytes());
      })).isInstanceOf(InvalidInputException.class);
      assertThat(trainer.measureCost().mixedSeconds()).isPositive();
    }
  }
}
