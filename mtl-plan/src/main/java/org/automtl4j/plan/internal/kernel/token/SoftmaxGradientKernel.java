package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of a softmax over the last axis: reads dy and y and gives y (dy - sum(y dy)). */
public record SoftmaxGradientKernel() implements Kernel {

  @Override
  public String name() {
    return "softmax gradient";
  }

  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return true;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer dy = TokenRows.buffer(inputs[0]);
    FloatBuffer y = TokenRows.buffer(inputs[1]);
    FloatBuffer dx = TokenRows.buffer(outputs[0]);
    int width = (int) inputs[0].size(-1);
    long numbers = inputs[0].length();
    int rows = (int) (numbers / width);
    return () -> TokenRows.each(rows, numbers, (from, to) -> {
      float[] gradient = new float[width];
      float[] share = new float[width];
      for (int r = from; r < to; r++) {
        dy.get(r * width, gradient);
        y.get(r * width, share);
        float sum = RowSums.product(gradient, share, width);
        for (int i = 0; i < width; i++) {
          gradient[i] = share[i] * (gradient[i] - sum);
        }
        dx.put(r * width, gradient);
      }
    });
  }
}
