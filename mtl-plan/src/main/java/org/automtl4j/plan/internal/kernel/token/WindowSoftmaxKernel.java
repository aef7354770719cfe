package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax over the last axis of scores with a bias for each head and, where there is one, a mask for each window: reads scores [B, heads,
 * n, m], bias with heads n m numbers and mask with windows n m numbers, where window w of B is w mod windows. Scores that a mask of -100
 * leaves at less than e^-87 of the largest one are taken for that.
 */
public record WindowSoftmaxKernel() implements Kernel {

  @Override
  public String name() {
    return "softmax of windows";
  }

  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return input == 0;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer scores = TokenRows.buffer(inputs[0]);
    FloatBuffer bias = TokenRows.buffer(inputs[1]);
    boolean masked = inputs.length > 2;
    FloatBuffer mask = TokenRows.buffer(inputs[masked ? 2 : 1]);
    FloatBuffer y = TokenRows.buffer(outputs[0]);
    int heads = (int) inputs[0].size(1);
    int rows = (int) inputs[0].size(2);
    int columns = (int) inputs[0].size(3);
    int size = rows * columns;
    int windows = masked ? (int) (inputs[2].length() / size) : 1;
    int maps = (int) (inputs[0].length() / size);
    return () -> TokenRows.each(maps, (long) maps * size, (from, to) -> {
      float[] map = new float[size];
      float[] other = new float[size];
      for (int k = from; k < to; k++) {
        scores.get(k * size, map);
        bias.get(k % heads * size, other);
        add(map, other, size);
        if (masked) {
          mask.get(k / heads % windows * size, other);
          add(map, other, size);
        }
        for (int r = 0; r < rows; r++) {
          below(map, r * columns, columns);
        }
        Exponential.of(map, other, size);
        for (int r = 0; r < rows; r++) {
          shares(map, r * columns, columns);
        }
        y.put(k * size, map);
      }
    });
  }

  private static void add(float[] map, float[] other, int size) {
    for (int i = 0; i < size; i++) {
      map[i] += other[i];
    }
  }

  /** Subtracts a row's largest number. */
  private static void below(float[] map, int first, int columns) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = first; i < first + columns; i++) {
      largest = Math.max(largest, map[i]);
    }
    for (int i = first; i < first + columns; i++) {
      map[i] -= largest;
    }
  }

  /** Divides by a row's sum. */
  private static void shares(float[] map, int first, int columns) {
    float factor = 1 / RowSums.sum(map, first, columns);
    for (int i = first; i < first + columns; i++) {
      map[i] *= factor;
    }
  }
}
