package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sums of dy and of dy (x - mean) over each channel of images [N, C, H, W]. Reads dy, x and means. */
public record NormalizeSumsKernel() implements Kernel {
  @Override
  public String name() {
    return "normalize sums";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer dy = ChannelPass.buffer(inputs[0]);
    FloatBuffer x = ChannelPass.buffer(inputs[1]);
    FloatBuffer mean = ChannelPass.buffer(inputs[2]);
    FloatBuffer sum = ChannelPass.buffer(outputs[0]);
    FloatBuffer product = ChannelPass.buffer(outputs[1]);
    return new ChannelPass(inputs[0]) {
      @Override
      void run(int from, int to) {
        float[] slopes = new float[CHUNK];
        float[] numbers = new float[CHUNK];
        float[] sums = new float[CHUNK];
        float[] products = new float[CHUNK];
        for (int channel = from; channel < to; channel++) {
          float middle = mean.get(channel);
          Arrays.fill(sums, 0);
          Arrays.fill(products, 0);
          each(channel, (place, length) -> {
            dy.get(place, slopes, 0, length);
            x.get(place, numbers, 0, length);
            add(slopes, sums, length);
            addProducts(slopes, numbers, middle, products, length);
          });
          sum.put(channel, (float) total(sums));
          product.put(channel, (float) total(products));
        }
      }
    };
  }

  private static void add(float[] slopes, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += slopes[i];
    }
  }

  /** A loop of its own: the JVM computes several numbers at a time only where one array is written. */
  private static void addProducts(float[] slopes, float[] numbers, float middle, float[] products, int length) {
    for (int i = 0; i < length; i++) {
      products[i] += slopes[i] * (numbers[i] - middle);
    }
  }
}
