package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of {@link TakeKernel}: [N, K, C] to [N, L, C], row l of each plane the sum of the rows k with index[k] = l, in the order
 * of k.
 */
public final class TakeGradientKernel implements Kernel {
  private final int[] begin;
  private final int[] readers;

  /**
   * @param length L
   * @param index for each of the K rows to which it is added
   */
  public TakeGradientKernel(int length, int... index) {
    begin = new int[length + 1];
    for (int l : index) {
      begin[l + 1]++;
    }
    for (int l = 0; l < length; l++) {
      begin[l + 1] += begin[l];
    }
    int[] next = begin.clone();
    readers = new int[index.length];
    for (int k = 0; k < index.length; k++) {
      readers[next[index[k]]++] = k;
    }
  }

  @Override
  public String name() {
    return "sum rows";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer dy = TokenRows.buffer(inputs[0]);
    FloatBuffer dx = TokenRows.buffer(outputs[0]);
    int planes = (int) inputs[0].size(0);
    int row = (int) inputs[0].size(2);
    int length = begin.length - 1;
    return () -> TokenRows.each(planes * length, (long) planes * readers.length * row, (from, to) -> {
      float[] sum = new float[row];
      float[] one = new float[row];
      for (int l = from; l < to; l++) {
        Arrays.fill(sum, 0);
        for (int r = begin[l % length]; r < begin[l % length + 1]; r++) {
          dy.get((l / length * readers.length + readers[r]) * row, one);
          for (int i = 0; i < row; i++) {
            sum[i] += one[i];
          }
        }
        dx.put(l * row, sum);
      }
    });
  }
}
