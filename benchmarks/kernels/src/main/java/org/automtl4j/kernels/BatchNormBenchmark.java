package org.automtl4j.kernels;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.automtl4j.plan.TrainingPlan;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A BatchNorm on batch statistics and a rectifier, batch 4: forward, and the gradients of images, gamma and beta. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchNormBenchmark {
  private static final double EPSILON = 1e-5;

  /** Channels and size. */
  @Param({"c96_s112", "c512_s29"})
  public String layer;

  private TrainingPlan plan;

  /** Builds the plan. */
  @Setup
  public void prepare() {
    Layer l = Layer.of(layer);
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, l.inputShape());
    SDVariable gamma = sd.var("gamma", Layer.numbers("gamma", l.inputs()));
    SDVariable beta = sd.var("beta", Layer.numbers("beta", l.inputs()));
    SDVariable[] moments = sd.math().moments(x, new int[] {0, 2, 3}, false); // [C], [C]
    sd.nn().relu(sd.nn().batchNorm(x, moments[0], moments[1], gamma, beta, EPSILON, 1), 0).sum("loss");
    plan = TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("x", "gamma", "beta")).build();
    plan.input("x").assign(Layer.numbers("x", l.inputShape()));
  }

  /** Frees the plan. */
  @TearDown
  public void close() {
    plan.close();
  }

  /** Forward and backward. */
  @Benchmark
  public void step() {
    plan.forward();
    plan.backward();
  }
}
