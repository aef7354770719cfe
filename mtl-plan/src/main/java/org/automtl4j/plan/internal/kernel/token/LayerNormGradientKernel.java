package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of {@link LayerNormKernel}: reads dy, x, mean and 1 / deviation of each row, and gamma; with h = (x - mean) / deviation and
 * g = gamma dy it gives dx = (g - mean(g) - h mean(g h)) / deviation, dgamma = sum over rows of dy h, and dbeta = sum over rows of dy.
 */
public record LayerNormGradientKernel() implements Kernel {
  /** Rows are summed up in so many groups, whatever the number of threads, so that this never changes a result. */
  private static final int GROUPS = 32;

  @Override
  public String name() {
    return "layer norm gradient";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer dy = TokenRows.buffer(inputs[0]);
    FloatBuffer x = TokenRows.buffer(inputs[1]);
    FloatBuffer statistics = TokenRows.buffer(inputs[2]);
    FloatBuffer gamma = TokenRows.buffer(inputs[3]);
    FloatBuffer dx = TokenRows.buffer(outputs[0]);
    FloatBuffer dgamma = TokenRows.buffer(outputs[1]);
    FloatBuffer dbeta = TokenRows.buffer(outputs[2]);
    int width = (int) inputs[3].length();
    long numbers = inputs[0].length();
    int rows = (int) (numbers / width);
    int groups = Math.min(rows, GROUPS);
    return () -> {
      float[][] gammas = new float[groups][width];
      float[][] betas = new float[groups][width];
      TokenRows.each(groups, numbers, (from, to) -> {
        float[] factors = new float[width];
        gamma.get(0, factors);
        float[] h = new float[width];
        float[] g = new float[width];
        for (int group = from; group < to; group++) {
          for (int r = (int) ((long) rows * group / groups); r < (int) ((long) rows * (group + 1) / groups); r++) {
            x.get(r * width, h);
            dy.get(r * width, g);
            float inverse = statistics.get(2 * r + 1);
            normalise(h, statistics.get(2 * r), inverse, width);
            gather(g, h, gammas[group], betas[group], width);
            times(g, factors, width);
            combine(g, h, RowSums.sum(g, width) / width, RowSums.product(g, h, width) / width, inverse, width);
            dx.put(r * width, g);
          }
        }
      });
      collect(gammas, dgamma, width);
      collect(betas, dbeta, width);
    };
  }

  private static void normalise(float[] h, float mean, float inverse, int width) {
    for (int i = 0; i < width; i++) {
      h[i] = (h[i] - mean) * inverse;
    }
  }

  private static void gather(float[] dy, float[] h, float[] dgamma, float[] dbeta, int width) {
    for (int i = 0; i < width; i++) {
      dgamma[i] += dy[i] * h[i];
      dbeta[i] += dy[i];
    }
  }

  private static void times(float[] g, float[] gamma, int width) {
    for (int i = 0; i < width; i++) {
      g[i] *= gamma[i];
    }
  }

  private static void combine(float[] g, float[] h, float mean, float product, float inverse, int width) {
    for (int i = 0; i < width; i++) {
      g[i] = (g[i] - mean - h[i] * product) * inverse;
    }
  }

  private static void collect(float[][] sums, FloatBuffer to, int width) {
    float[] total = new float[width];
    for (float[] sum : sums) {
      for (int i = 0; i < width; i++) {
        total[i] += sum[i];
      }
    }
    to.put(0, total);
  }
}
