package org.automtl4j.plan.internal.kernel.token;

import static org.automtl4j.plan.internal.kernel.token.GeluKernel.CHUNK;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** dy (Phi(x) + x phi(x)) for each number. Reads dy and x. */
public record GeluGradientKernel() implements Kernel {

  @Override
  public String name() {
    return "gelu gradient";
  }

  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return true;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer dy = TokenRows.buffer(inputs[0]);
    FloatBuffer x = TokenRows.buffer(inputs[1]);
    FloatBuffer dx = TokenRows.buffer(outputs[0]);
    int length = (int) inputs[0].length();
    return () -> TokenRows.each((length + CHUNK - 1) / CHUNK, length, (from, to) -> {
      float[] numbers = new float[CHUNK];
      float[] phi = new float[CHUNK];
      float[] density = new float[CHUNK];
      float[] gradient = new float[CHUNK];
      for (int chunk = from; chunk < to; chunk++) {
        int size = Math.min(CHUNK, length - chunk * CHUNK);
        x.get(chunk * CHUNK, numbers, 0, size);
        Gaussian.distribution(numbers, phi, size);
        Gaussian.density(numbers, density, gradient, size);
        dy.get(chunk * CHUNK, gradient, 0, size);
        slope(gradient, numbers, phi, density, size);
        dx.put(chunk * CHUNK, gradient, 0, size);
      }
    });
  }

  private static void slope(float[] gradient, float[] x, float[] phi, float[] density, int size) {
    for (int i = 0; i < size; i++) {
      gradient[i] *= Math.fma(x[i], density[i], phi[i]);
    }
  }
}
