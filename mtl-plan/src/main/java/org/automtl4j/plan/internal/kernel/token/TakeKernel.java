package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows by an index: [N, L, C] to [N, K, C], row k of each plane from row index[k]. */
public final class TakeKernel implements Kernel {
  /** Shorter rows are copied number by number. */
  private static final int SHORT = 8;

  private final int[] index;

  /** @param index for each of the K rows where it comes from */
  public TakeKernel(int... index) {
    this.index = index.clone();
  }

  @Override
  public String name() {
    return "take rows";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer x = TokenRows.buffer(inputs[0]);
    FloatBuffer y = TokenRows.buffer(outputs[0]);
    int planes = (int) inputs[0].size(0);
    int length = (int) inputs[0].size(1);
    int row = (int) inputs[0].size(2);
    return () -> TokenRows.each(planes * index.length, (long) planes * index.length * row, (from, to) -> {
      for (int k = from; k < to; k++) {
        copy(x, (k / index.length * length + index[k % index.length]) * row, y, k * row, row);
      }
    });
  }

  private static void copy(FloatBuffer x, int from, FloatBuffer y, int to, int row) {
    if (row < SHORT) {
      for (int i = 0; i < row; i++) {
        y.put(to + i, x.get(from + i));
      }
    } else {
      y.put(to, x, from, row);
    }
  }
}
