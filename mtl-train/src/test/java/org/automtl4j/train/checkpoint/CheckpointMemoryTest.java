package org.automtl4j.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.train.evaluate.BestSoFar;
import org.automtl4j.train.optimizer.Optimizer;
import org.automtl4j.train.optimizer.ParameterUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A checkpoint of a large model would not fit into Java's heap, so that neither writing nor reading one may bring its numbers there. */
class CheckpointMemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  /** What a piece of work allocates on the heap, garbage included. */
  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    work.run();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }

  private static Progress progress() {
    return new Progress(0, "search", "pre-train", TrainingSettings.of(Map.of()), 1, false, 0, 0, Map.of(), Map.of("noise", 1L), Map.of(), Map.of(), List.of(), BestSoFar.NONE, List.of(), Map.of());
  }

  @Test
  void theNumbersOfAStateNeverComeToTheHeap() {
    try (INDArray parameter = Nd4j.linspace(0, 1, 2_000_000).castTo(DataType.FLOAT).reshape(2000, 1000);
        Optimizer optimizer = Optimizer.of(new Adam(0.1), 0.01);
        Optimizer resumed = Optimizer.of(new Adam(0.1), 0.01)) {
      optimizer.step(0, List.of(ParameterUpdate.of("w", parameter, parameter)));
      assertThat(optimizer.bytes()).isGreaterThan(15 * MIB);
      Checkpoints checkpoints = Checkpoints.fresh(folder, CheckpointSettings.DEFAULT);
      Runnable writing = () -> checkpoints.write(new TrainingState(progress(), Map.of("w", parameter), Map.of("weights", optimizer.state())));
      writing.run(); // what the classes for it allocate when they are loaded does not count
      assertThat(allocated(writing)).as("writing").isLessThan(4 * MIB);
      assertThat(allocated(() -> {
        TrainingState read = checkpoints.find(progress(), found -> new SettingsByFormat(found, new TrainingSettings(1, Map.of()))).orElseThrow();
        resumed.restore(read.optimizers().get("weights"));
        read.parameters().values().forEach(INDArray::close);
      })).as("reading").isLessThan(4 * MIB);
      assertThat(resumed.state()).isEqualTo(optimizer.state());
    }
  }
}
