package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Strides;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Space to batch and back. Every d-th pixel of every d-th row of an image [N, C, H, W] makes one of d * d smaller images; together they are a batch [d d N, C,
 * h, w], on which a convolution with dilation d is one without. The image may lie in a border, which is 0 in the batch; where d does not divide the size, the
 * batch has zeros too.
 *
 * @param dilation d
 * @param top rows of border above
 * @param left columns of border on the left
 * @param toBatch whether it goes from the image to the batch
 */
public record PhasesKernel(int dilation, int top, int left, boolean toBatch) implements Kernel {
  @Override
  public String name() {
    return toBatch ? "space to batch" : "batch to space";
  }

  @Override
  public String work() {
    return name() + " " + dilation;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray image = toBatch ? inputs[0] : outputs[0];
    INDArray batch = toBatch ? outputs[0] : inputs[0];
    boolean exact = top == 0 && left == 0 && image.length() == batch.length();
    List<Call> calls = new ArrayList<>();
    if (exact) {
      calls.add(move(whole(image), phases(batch)));
    } else {
      if (toBatch) {
        calls.add(Views.clear(batch));
      }
      for (int row = 0; row < dilation; row++) {
        for (int column = 0; column < dilation; column++) {
          phase(image, batch, row, column, calls);
        }
      }
    }
    return Views.sequence(calls);
  }

  private Call move(INDArray image, INDArray batch) {
    return toBatch ? Views.copy(image, batch) : Views.copy(batch, image);
  }

  /** The image as [d, d, N C, h, w]. */
  private INDArray whole(INDArray image) {
    long height = image.size(2);
    long width = image.size(3);
    long[] shape = {dilation, dilation, image.size(0) * image.size(1), height / dilation, width / dilation};
    return Views.strided(image, 0, shape, new long[] {width, 1, height * width, dilation * width, dilation});
  }

  private INDArray phases(INDArray batch) {
    long[] shape = {dilation, dilation, batch.size(0) / dilation / dilation * batch.size(1), batch.size(2), batch.size(3)};
    return Views.strided(batch, 0, shape, Strides.of(shape));
  }

  private void phase(INDArray image, INDArray batch, int row, int column, List<Call> calls) {
    long images = image.size(0);
    long firstRow = first(row, top);
    long firstColumn = first(column, left);
    long rows = count(row, top, image.size(2), firstRow, batch.size(2));
    long columns = count(column, left, image.size(3), firstColumn, batch.size(3));
    if (rows > 0 && columns > 0) {
      long[] shape = {images, image.size(1), rows, columns};
      INDArray places = Views.places(image, new long[] {0, 0, firstRow * dilation + row - top, firstColumn * dilation + column - left}, new long[] {1, 1,
          dilation, dilation},
          shape);
      INDArray part = Views.places(batch, new long[] {(row * (long) dilation + column) * images, 0, firstRow, firstColumn}, new long[] {1, 1, 1, 1}, shape);
      calls.add(move(places, part));
    }
  }

  /** The first place of a phase that lies on the image. */
  private long first(int phase, int border) {
    return Math.max(0, Math.floorDiv(border - phase + dilation - 1, dilation));
  }

  private long count(int phase, int border, long size, long first, long limit) {
    long last = Math.floorDiv(size - 1 + border - phase, (long) dilation);
    return Math.min(last, limit - 1) - first + 1;
  }
}
