package org.automtl4j.data.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RegressionLossesTest {

  @Nested
  class Depth extends LossContract {
    @Override
    TaskLoss loss() {
      return TaskLosses.of(Task.depth("depth"));
    }

    @Override
    INDArray prediction(DataType type) {
      return normal(1, type, 2, 1, 2, 3);
    }

    @Override
    INDArray label(DataType type) {
      return normal(2, DataType.DOUBLE, 2, 1, 2, 3).muli(2).addi(9).castTo(type);
    }

    @Override
    double unknown() {
      return 0;
    }

    /** With a mask the mask says which depths are known, and 0 is one of them: only padding is unknown. */
    @Test
    void aDepthOfZeroCountsWhereThereIsAMask() {
      INDArray label = Nd4j.createFromArray(0.0, 255.0).reshape(1, 1, 1, 2);
      LossRun run = LossRun.of(loss(), Nd4j.createFromArray(3.0, 3.0).reshape(1, 1, 1, 2), label, Optional.of(Nd4j.ones(DataType.DOUBLE, 1, 1, 1, 2)), 1);
      assertThat(run.value()).isEqualTo(3);
      assertThat(run.validCount()).isEqualTo(1);
    }
  }

  @Nested
  class Regression extends LossContract {
    @Override
    TaskLoss loss() {
      return TaskLosses.of(Task.regression("pose", 3).withIgnore(IgnoreRule.values(99.0)));
    }

    @Override
    INDArray prediction(DataType type) {
      return normal(3, type, 2, 3);
    }

    @Override
    INDArray label(DataType type) {
      return normal(4, type, 2, 3);
    }

    @Override
    double unknown() {
      return 99;
    }
  }

  @Nested
  class Squared extends LossContract {
    @Override
    TaskLoss loss() {
      return new SquaredErrorLoss(IgnoreRule.values(255.0));
    }

    @Override
    INDArray prediction(DataType type) {
      return normal(5, type, 2, 2, 2, 3);
    }

    @Override
    INDArray label(DataType type) {
      return normal(6, type, 2, 2, 2, 3);
    }

    @Override
    double unknown() {
      return 255;
    }
  }

  @Nested
  class Normals extends LossContract {
    @Override
    TaskLoss loss() {
      return TaskLosses.of(Task.normals("normal"));
    }

    @Override
    INDArray prediction(DataType type) {
      return normal(7, type, 2, 3, 2, 3);
    }

    @Override
    INDArray label(DataType type) {
      return normal(8, type, 2, 3, 2, 3);
    }

    @Override
    double unknown() {
      return 255;
    }
  }

  @Test
  void labelsWithAnotherNumberOfChannelsAreRefused() {
    INDArray prediction = Nd4j.zeros(DataType.FLOAT, 1, 3, 2, 2);
    INDArray label = Nd4j.zeros(DataType.FLOAT, 1, 1, 2, 2);
    TaskLoss loss = new AbsoluteErrorLoss(IgnoreRule.nothing());
    assertThatThrownBy(() -> LossRun.of(loss, prediction, label, Optional.empty(), 1)).hasMessageContaining("3 channels");
  }
}
