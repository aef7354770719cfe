package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer normalisation of rows: reads x [.., W], gamma [W] and beta [W], and gives gamma (x - mean) / deviation + beta and, for the
 * gradient, mean and 1 / deviation of each row, [rows, 2].
 *
 * @param epsilon added to the variance
 */
public record LayerNormKernel(double epsilon) implements Kernel {

  @Override
  public String name() {
    return "layer norm";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer x = TokenRows.buffer(inputs[0]);
    FloatBuffer gamma = TokenRows.buffer(inputs[1]);
    FloatBuffer beta = TokenRows.buffer(inputs[2]);
    FloatBuffer y = TokenRows.buffer(outputs[0]);
    FloatBuffer statistics = TokenRows.buffer(outputs[1]);
    int width = (int) inputs[1].length();
    long numbers = inputs[0].length();
    int rows = (int) (numbers / width);
    return () -> TokenRows.each(rows, numbers, (from, to) -> {
      float[] factors = new float[width];
      float[] summands = new float[width];
      float[] row = new float[width];
      gamma.get(0, factors);
      beta.get(0, summands);
      for (int r = from; r < to; r++) {
        x.get(r * width, row);
        float mean = RowSums.sum(row, width) / width;
        minus(row, mean, width);
        float inverse = (float) (1 / Math.sqrt((double) RowSums.product(row, row, width) / width + epsilon));
        map(row, inverse, factors, summands, width);
        y.put(r * width, row);
        statistics.put(2 * r, mean);
        statistics.put(2 * r + 1, inverse);
      }
    });
  }

  static void minus(float[] row, float mean, int width) {
    for (int i = 0; i < width; i++) {
      row[i] -= mean;
    }
  }

  private static void map(float[] row, float inverse, float[] gamma, float[] beta, int width) {
    for (int i = 0; i < width; i++) {
      row[i] = row[i] * inverse * gamma[i] + beta[i];
    }
  }
}
