package org.automtl4j.data.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CrossEntropyLossTest {

  @Nested
  class OfMaps extends LossContract {
    @Override
    TaskLoss loss() {
      return TaskLosses.of(Task.segmentation("seg", 4));
    }

    @Override
    INDArray prediction(DataType type) {
      return normal(1, type, 2, 4, 2, 3);
    }

    @Override
    INDArray label(DataType type) {
      return Nd4j.createFromArray(0, 1, 2, 3, 2, 1, 3, 3, 0, 0, 1, 2).reshape(2, 1, 2, 3).castTo(type);
    }

    @Override
    double unknown() {
      return 255;
    }
  }

  @Nested
  class OfImages extends LossContract {
    @Override
    TaskLoss loss() {
      return TaskLosses.of(Task.classification("scene", 3));
    }

    @Override
    INDArray prediction(DataType type) {
      return normal(2, type, 2, 3);
    }

    @Override
    INDArray label(DataType type) {
      return Nd4j.createFromArray(2, 0).reshape(2, 1).castTo(type);
    }

    @Override
    double unknown() {
      return -1;
    }
  }

  @Nested
  class Weighted extends LossContract {
    @Override
    TaskLoss loss() {
      return TaskLosses.weighted(Task.segmentation("seg", 2), List.of(0.25, 2.0));
    }

    @Override
    INDArray prediction(DataType type) {
      return normal(3, type, 2, 2, 2, 3);
    }

    @Override
    INDArray label(DataType type) {
      return Nd4j.createFromArray(0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0).reshape(2, 1, 2, 3).castTo(type);
    }

    @Override
    double unknown() {
      return 255;
    }

    @Override
    double mean(LossRun first, LossRun second) {
      return (first.value() * 3.25 + second.value() * 8.5) / 11.75;
    }
  }

  @Test
  void weightsThatDoNotFitTheClassesAreRefused() {
    assertThatThrownBy(() -> TaskLosses.weighted(Task.segmentation("seg", 3), List.of(1.0, 2.0))).hasMessageContaining("seg").hasMessageContaining("2");
    CrossEntropyLoss loss = new CrossEntropyLoss(Task.segmentation("seg", 3).ignore(), List.of(1.0, 2.0), true);
    INDArray label = Nd4j.zeros(DataType.FLOAT, 1, 1, 2, 2);
    assertThatThrownBy(() -> LossRun.of(loss, Nd4j.zeros(DataType.FLOAT, 1, 3, 2, 2), label, Optional.empty(), 1)).hasMessageContaining("3 classes");
  }
}
