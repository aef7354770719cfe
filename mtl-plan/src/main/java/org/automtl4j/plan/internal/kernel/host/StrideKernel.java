package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every s-th pixel of every s-th row of images [N, C, H, W], or back: those pixels get what is given, and the others 0. In single precision.
 *
 * @param rows the stride of the rows
 * @param columns the stride of the columns
 * @param back whether it goes from the few pixels to the many
 */
public record StrideKernel(int rows, int columns, boolean back) implements Kernel {
  @Override
  public String name() {
    return back ? "spread pixels" : "pick pixels";
  }

  @Override
  public boolean isCheap(List<Value> inputs) {
    return !back;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray many = back ? outputs[0] : inputs[0];
    INDArray few = back ? inputs[0] : outputs[0];
    FloatBuffer whole = RowMove.buffer(many);
    FloatBuffer picked = RowMove.buffer(few);
    int planes = (int) (many.size(0) * many.size(1));
    return () -> {
      int parts = Math.min(planes, ParallelLoop.threads());
      ParallelLoop.run(parts, part -> {
        Plane plane = new Plane(whole, picked, new float[(int) many.size(3)], new float[(int) few.size(3)]);
        for (int k = (int) ((long) planes * part / parts); k < (long) planes * (part + 1) / parts; k++) {
          if (back) {
            spread(plane, k, (int) many.size(2), (int) few.size(2));
          } else {
            pick(plane, k, (int) many.size(2), (int) few.size(2));
          }
        }
      });
    };
  }

  private record Plane(FloatBuffer whole, FloatBuffer picked, float[] row, float[] few) {}

  private void pick(Plane plane, int number, int height, int fewRows) {
    float[] row = plane.row();
    float[] few = plane.few();
    for (int h = 0; h < fewRows; h++) {
      plane.whole().get((number * height + h * rows) * row.length, row);
      for (int w = 0; w < few.length; w++) {
        few[w] = row[w * columns];
      }
      plane.picked().put((number * fewRows + h) * few.length, few);
    }
  }

  private void spread(Plane plane, int number, int height, int fewRows) {
    float[] row = plane.row();
    float[] few = plane.few();
    for (int h = 0; h < height; h++) {
      Arrays.fill(row, 0);
      if (h % rows == 0 && h / rows < fewRows) {
        plane.picked().get((number * fewRows + h / rows) * few.length, few);
        for (int w = 0; w < few.length; w++) {
          row[w * columns] = few[w];
        }
      }
      plane.whole().put((number * height + h) * row.length, row);
    }
  }
}
