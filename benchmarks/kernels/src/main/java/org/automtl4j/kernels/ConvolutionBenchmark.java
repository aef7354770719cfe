package org.automtl4j.kernels;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.TrainingPlan;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;
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

/** Convolutions as plans compute them, batch 4, beside ND4J's own operation of the same size without dilation: the floor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConvolutionBenchmark {
  /** The layer; the dilated ones are those of ASPP heads and of the last stages of a dilated ResNet-34. */
  @Param({"k3_c512_o1024_d6_s29", "k3_c512_o1024_d12_s29", "k3_c512_o1024_d18_s29", "k3_c512_o1024_d24_s29", "k3_c512_o512_d4_s29", "k3_c256_o256_d2_s29",
      "k1_c1024_o1024_d1_s29", "k3_c96_d1_s112"})
  public String layer;

  private InferencePlan inference;
  private TrainingPlan training;
  private DynamicCustomOp plain;
  private DynamicCustomOp plainBackward;

  /** Builds the plans and the plain operations. */
  @Setup
  public void prepare() {
    Layer l = Layer.of(layer);
    SameDiff sd = SameDiff.create();
    INDArray images = Layer.numbers("x", l.inputShape());
    INDArray kernel = Layer.numbers("w", l.weightShape());
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, l.inputShape());
    SDVariable w = sd.var("w", kernel);
    Conv2DConfig config = Conv2DConfig.builder().kH(l.kernel()).kW(l.kernel()).sH(1).sW(1).pH(l.padding(l.dilation())).pW(l.padding(l.dilation()))
        .dH(l.dilation()).dW(l.dilation()).build();
    SDVariable y = l.depthwise() ? sd.cnn.depthWiseConv2d("y", x, w, config) : sd.cnn.conv2d("y", x, w, config);
    y.sum("loss");
    inference = InferencePlan.builder(sd).outputs(List.of("y")).build();
    training = TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("x", "w")).build();
    inference.input("x").assign(images);
    training.input("x").assign(images);
    plain(l, images, kernel);
  }

  private void plain(Layer l, INDArray images, INDArray kernel) {
    int[] arguments = {l.kernel(), l.kernel(), 1, 1, l.padding(1), l.padding(1), 1, 1, 0, 0, 0};
    String op = l.depthwise() ? "depthwise_conv2d" : "conv2d";
    plain = DynamicCustomOp.builder(op).addInputs(images, kernel).addOutputs(Nd4j.create(DataType.FLOAT, l.outputShape())).addIntegerArguments(arguments).build();
    plainBackward = DynamicCustomOp.builder(op + "_bp").addInputs(images, kernel, Layer.numbers("dy", l.outputShape()))
        .addOutputs(Nd4j.create(DataType.FLOAT, l.inputShape()), Nd4j.create(DataType.FLOAT, l.weightShape())).addIntegerArguments(arguments).build();
  }

  /** Frees the plans. */
  @TearDown
  public void close() {
    inference.close();
    training.close();
  }

  /** The outputs. */
  @Benchmark
  public void forward() {
    inference.run();
  }

  /** The sum of the outputs, and its gradients with respect to images and kernel. */
  @Benchmark
  public void step() {
    training.forward();
    training.backward();
  }

  /** The floor of {@link #forward}. */
  @Benchmark
  public void plainForward() {
    Nd4j.exec(plain);
  }

  /** The floor of {@link #step}. */
  @Benchmark
  public void plainStep() {
    Nd4j.exec(plain);
    Nd4j.exec(plainBackward);
  }
}
