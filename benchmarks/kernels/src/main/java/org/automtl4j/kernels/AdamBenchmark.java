package org.automtl4j.kernels;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.automtl4j.train.optimizer.Optimizer;
import org.automtl4j.train.optimizer.ParameterUpdate;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A step of Adam on ten million numbers in one array. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AdamBenchmark {
  private static final int NUMBERS = 10_000_000;
  private static final double WEIGHT_DECAY = 1e-4;

  private Optimizer optimizer;
  private List<ParameterUpdate> updates;
  private int iteration;

  /** Makes parameters and gradients. */
  @Setup
  public void prepare() {
    optimizer = Optimizer.of(new Adam(1e-4), WEIGHT_DECAY);
    updates = List.of(ParameterUpdate.of("p", Layer.numbers("p", NUMBERS), Layer.numbers("g", NUMBERS)));
  }

  /** Frees the optimiser's state. */
  @TearDown
  public void close() {
    optimizer.close();
  }

  /** One step. */
  @Benchmark
  public void step() {
    optimizer.step(iteration, updates);
    iteration++;
  }
}
