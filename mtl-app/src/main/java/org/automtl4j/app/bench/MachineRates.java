package org.automtl4j.app.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How fast this machine is at the two things that all of training is made of, each the best of some runs, by ND4J's own operations.
 *
 * @param multiplyAdds multiplications with an addition in a second, in a plain 3x3 convolution of 256 channels on 56x56, batch 4
 * @param bytes read and written in a second, in copying 64 MiB
 */
public record MachineRates(@JsonProperty("multiply_adds_per_s") double multiplyAdds, @JsonProperty("bytes_per_s") double bytes) {
  private static final int RUNS = 8;
  private static final int IMAGES = 4;
  private static final int CHANNELS = 256;
  private static final int SIZE = 56;
  private static final int KERNEL = 3;
  private static final long COPIED = 64L << 20;

  static MachineRates measure() {
    return new MachineRates(convolution(), copy());
  }

  private static double convolution() {
    try (INDArray x = Nd4j.ones(DataType.FLOAT, IMAGES, CHANNELS, SIZE, SIZE); INDArray w = Nd4j.ones(DataType.FLOAT, KERNEL, KERNEL, CHANNELS, CHANNELS);
        INDArray y = Nd4j.create(DataType.FLOAT, IMAGES, CHANNELS, SIZE, SIZE)) {
      DynamicCustomOp op = DynamicCustomOp.builder("conv2d").addInputs(x, w).addOutputs(y)
          .addIntegerArguments(KERNEL, KERNEL, 1, 1, KERNEL / 2, KERNEL / 2, 1, 1, 0, 0, 0).build();
      return y.length() * CHANNELS * KERNEL * KERNEL / fastest(() -> Nd4j.exec(op));
    }
  }

  private static double copy() {
    try (INDArray from = Nd4j.ones(DataType.FLOAT, COPIED / Float.BYTES); INDArray to = Nd4j.ones(DataType.FLOAT, COPIED / Float.BYTES)) {
      return 2 * COPIED / fastest(() -> to.assign(from));
    }
  }

  private static double fastest(Runnable work) {
    return IntStream.range(0, RUNS).mapToDouble(i -> {
      long start = System.nanoTime();
      work.run();
      return (System.nanoTime() - start) * 1e-9;
    }).min().orElseThrow();
  }
}
