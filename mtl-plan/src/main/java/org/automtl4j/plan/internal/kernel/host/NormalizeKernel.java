package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** (x - mean) scale + shift for each channel of images [N, C, H, W]. Reads images, means, scales and, unless nothing is added, shifts. */
public record NormalizeKernel() implements Kernel {
  @Override
  public String name() {
    return "normalize";
  }

  @Override
  public boolean isCheap(List<Value> inputs) {
    return true;
  }

  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return input == 0;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer x = ChannelPass.buffer(inputs[0]);
    FloatBuffer mean = ChannelPass.buffer(inputs[1]);
    FloatBuffer scale = ChannelPass.buffer(inputs[2]);
    FloatBuffer shift = inputs.length > 3 ? ChannelPass.buffer(inputs[3]) : null;
    FloatBuffer y = ChannelPass.buffer(outputs[0]);
    return new ChannelPass(inputs[0]) {
      @Override
      void run(int from, int to) {
        float[] numbers = new float[CHUNK];
        for (int channel = from; channel < to; channel++) {
          float middle = mean.get(channel);
          float factor = scale.get(channel);
          float summand = shift == null ? 0 : shift.get(channel);
          each(channel, (place, length) -> {
            x.get(place, numbers, 0, length);
            normalize(numbers, middle, factor, summand, length);
            y.put(place, numbers, 0, length);
          });
        }
      }
    };
  }

  private static void normalize(float[] numbers, float middle, float factor, float summand, int length) {
    for (int i = 0; i < length; i++) {
      numbers[i] = (numbers[i] - middle) * factor + summand;
    }
  }
}
