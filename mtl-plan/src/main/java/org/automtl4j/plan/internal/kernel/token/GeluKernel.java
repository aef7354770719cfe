package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** x Phi(x) for each number. */
public record GeluKernel() implements Kernel {
  /** So many numbers are worked on at a time; they stay in the nearest cache. */
  static final int CHUNK = 1024;

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public boolean isCheap(List<Value> inputs) {
    return true;
  }

  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return true;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer x = TokenRows.buffer(inputs[0]);
    FloatBuffer y = TokenRows.buffer(outputs[0]);
    int length = (int) inputs[0].length();
    return () -> TokenRows.each((length + CHUNK - 1) / CHUNK, length, (from, to) -> {
      float[] numbers = new float[CHUNK];
      float[] phi = new float[CHUNK];
      for (int chunk = from; chunk < to; chunk++) {
        int size = Math.min(CHUNK, length - chunk * CHUNK);
        x.get(chunk * CHUNK, numbers, 0, size);
        Gaussian.distribution(numbers, phi, size);
        times(numbers, phi, size);
        y.put(chunk * CHUNK, numbers, 0, size);
      }
    });
  }

  private static void times(float[] numbers, float[] factors, int size) {
    for (int i = 0; i < size; i++) {
      numbers[i] *= factors[i];
    }
  }
}
