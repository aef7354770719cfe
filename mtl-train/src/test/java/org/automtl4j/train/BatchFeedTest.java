package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

class BatchFeedTest {
  private final SyntheticScenes data = TinyRun.data();
  private final String task = data.tasks().get(0).name();

  private List<IterationDone> train(BatchFeed feed) {
    List<IterationDone> seen = new ArrayList<>();
    SuperModel model = TinyRun.superModel(data, 3);
    TrainingListener listener = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        seen.add(event);
      }
    };
    try (Trainer trainer = TinyRun.trainer(model, data).feed(task, feed).listeners(listener).build()) {
      trainer.run(TinyRun.pre(3));
    }
    return seen;
  }

  @Test
  void oneTaskCanLearnFromAnotherIterator() {
    List<Split> opened = new ArrayList<>();
    List<IterationDone> fed = train(split -> {
      opened.add(split);
      return MultiTaskIterator.evaluation(data, Split.VAL, 2).tasks(task).build();
    });
    assertThat(opened).containsExactly(Split.TRAIN);
    List<IterationDone> others = train(split -> MultiTaskIterator.evaluation(data, Split.TEST, 2).tasks(task).build());
    assertThat(fed).hasSize(3);
    assertThat(fed.get(0).losses().get(task)).isNotEqualTo(others.get(0).losses().get(task));
    assertThat(train(split -> MultiTaskIterator.evaluation(data, Split.VAL, 2).tasks(task).build()).get(2).losses()).isEqualTo(fed.get(2).losses());
  }

  @Test
  void anIteratorThatRunsOutStartsAgain() {
    MultiDataSetIterator two = MultiTaskIterator.evaluation(data, Split.VAL, Math.max(1, data.size(Split.VAL) / 2)).tasks(task).build();
    assertThat(train(split -> two)).hasSize(3);
  }

  @Test
  void batchesThatCannotBeAreRefused() {
    org.nd4j.linalg.dataset.api.MultiDataSet batch = MultiTaskIterator.evaluation(data, Split.VAL, 2).tasks(task).build().next();
    INDArray wrongClass = batch.getLabels(0).dup();
    wrongClass.putScalar(new long[] {1, 0, 2, 3}, 99);
    assertThatThrownBy(() -> train(split -> one(batch.getFeatures(0), wrongClass))).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the iterator that feeds task '" + task + "' (train), batch 0, image 1").hasMessageContaining("99 at row 2, column 3");
    INDArray flat = batch.getLabels(0).dup().reshape(batch.getLabels(0).size(0), -1);
    assertThatThrownBy(() -> train(split -> one(batch.getFeatures(0), flat))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("allowed: [N, K, H, W]");
    assertThatThrownBy(() -> train(split -> one(batch.getLabels(0), batch.getLabels(0)))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("allowed: [N, 3, H, W]");
    assertThatThrownBy(() -> TinyRun.trainer(TinyRun.superModel(data, 3), data).feed(task, s -> one(flat, flat)).taskStepping(TaskStepping.JOINT).build())
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("needs ALTERNATING steps");
  }

  private static MultiDataSetIterator one(INDArray images, INDArray labels) {
    return new SingletonMultiDataSetIterator(new MultiDataSet(images, labels));
  }
}
