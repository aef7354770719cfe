package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mean and biased variance of each channel of images [N, C, H, W], in one go over the memory: a channel is still in the cache when it is read again. */
public record MomentsKernel() implements Kernel {
  @Override
  public String name() {
    return "channel moments";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer x = ChannelPass.buffer(inputs[0]);
    FloatBuffer mean = ChannelPass.buffer(outputs[0]);
    FloatBuffer variance = ChannelPass.buffer(outputs[1]);
    return new ChannelPass(inputs[0]) {
      @Override
      void run(int from, int to) {
        float[] numbers = new float[CHUNK];
        float[] sums = new float[CHUNK];
        for (int channel = from; channel < to; channel++) {
          Arrays.fill(sums, 0);
          each(channel, (place, length) -> {
            x.get(place, numbers, 0, length);
            add(numbers, sums, length);
          });
          float middle = (float) (total(sums) / size());
          Arrays.fill(sums, 0);
          each(channel, (place, length) -> {
            x.get(place, numbers, 0, length);
            addSquares(numbers, middle, sums, length);
          });
          mean.put(channel, middle);
          variance.put(channel, (float) (total(sums) / size()));
        }
      }
    };
  }

  private static void add(float[] numbers, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += numbers[i];
    }
  }

  private static void addSquares(float[] numbers, float middle, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      float off = numbers[i] - middle;
      sums[i] += off * off;
    }
  }
}
