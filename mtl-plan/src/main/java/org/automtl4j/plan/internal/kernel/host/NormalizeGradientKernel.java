package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** a dy + b (x - mean) + d for each channel of images [N, C, H, W], with a, b and d of the channel. Reads dy, x, means, a, b and d. */
public record NormalizeGradientKernel() implements Kernel {
  @Override
  public String name() {
    return "normalize gradient";
  }

  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return input < 2;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer dy = ChannelPass.buffer(inputs[0]);
    FloatBuffer x = ChannelPass.buffer(inputs[1]);
    FloatBuffer mean = ChannelPass.buffer(inputs[2]);
    FloatBuffer a = ChannelPass.buffer(inputs[3]);
    FloatBuffer b = ChannelPass.buffer(inputs[4]);
    FloatBuffer d = ChannelPass.buffer(inputs[5]);
    FloatBuffer dx = ChannelPass.buffer(outputs[0]);
    return new ChannelPass(inputs[0]) {
      @Override
      void run(int from, int to) {
        float[] slopes = new float[CHUNK];
        float[] numbers = new float[CHUNK];
        for (int channel = from; channel < to; channel++) {
          float middle = mean.get(channel);
          float ofSlope = a.get(channel);
          float ofNumber = b.get(channel);
          float summand = d.get(channel);
          each(channel, (place, length) -> {
            dy.get(place, slopes, 0, length);
            x.get(place, numbers, 0, length);
            combine(slopes, numbers, middle, ofSlope, ofNumber, summand, length);
            dx.put(place, slopes, 0, length);
          });
        }
      }
    };
  }

  private static void combine(float[] slopes, float[] numbers, float middle, float ofSlope, float ofNumber, float summand, int length) {
    for (int i = 0; i < length; i++) {
      slopes[i] = ofSlope * slopes[i] + ofNumber * (numbers[i] - middle) + summand;
    }
  }
}
