package org.automtl4j.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.loss.TaskLosses;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MeanLossTest {
  private static final int SIDE = 2;

  private static INDArray maps(int images, double value) {
    return Nd4j.valueArrayOf(new long[] {images, 1, SIDE, SIDE}, value, DataType.FLOAT);
  }

  /** The absolute error of 3 images is 1, that of one image is 5. */
  @Test
  void aBatchCountsByItsImages() {
    try (MeanLoss mean = new MeanLoss(TaskLosses.of(Task.depth("depth")))) {
      mean.add(maps(3, 2), maps(3, 1), Optional.empty());
      mean.add(maps(1, 6), maps(1, 1), Optional.empty());
      assertThat(mean.value().orElseThrow()).as("not 3, the mean of the two batches' losses").isCloseTo((3 * 1 + 5) / 4.0, offset(1e-6));
    }
  }

  @Test
  void aBatchWithoutAnyValidLabelDoesNotCount() {
    try (MeanLoss mean = new MeanLoss(TaskLosses.of(Task.depth("depth")))) {
      mean.add(maps(3, 2), maps(3, 1), Optional.of(maps(3, 0)));
      assertThat(mean.value()).isEmpty();
      mean.add(maps(1, 6), maps(1, 1), Optional.of(maps(1, 1)));
      assertThat(mean.value().orElseThrow()).isCloseTo(5, offset(1e-6));
    }
  }

  @Test
  void aLossThatIgnoresMasksIsComputedWithoutThem() {
    TaskLoss squares = (sd, prediction, label, mask) -> new LossTerm(sd.math().square(prediction.sub(label)).mean(), sd.constant(1f));
    try (MeanLoss mean = new MeanLoss(squares)) {
      mean.add(maps(2, 4), maps(2, 1), Optional.of(maps(2, 1)));
      assertThat(mean.value().orElseThrow()).isCloseTo(9, offset(1e-5));
    }
  }
}
