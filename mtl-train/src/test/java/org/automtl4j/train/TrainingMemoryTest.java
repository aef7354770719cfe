package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {

  @Test
  void stepsLeaveNothingBehindOutsideTheHeap() {
    SyntheticScenes data = TinyRun.data();
    SuperModel model = TinyRun.superModel(data, 1);
    List<Long> bytes = new ArrayList<>();
    TrainingListener meter =
        new TrainingListener() {
          @Override
          public void iterationDone(IterationDone event) {
            if (event.iteration() % 50 == 49) {
              System.gc();
              bytes.add(Pointer.totalBytes());
            }
          }
        };
    try (Trainer trainer = TinyRun.trainer(model, data).listeners(meter).build()) {
      trainer.run(TinyRun.search(150));
    }
    // Arrays of batches wait for the collector; what is left of them is a few kilobytes, a leak of one array per step would be megabytes.
    assertThat(bytes.get(2) - bytes.get(0)).isLessThan(256 << 10);
  }
}
