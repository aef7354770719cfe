package org.automtl4j.graph.plan.internal;

import java.nio.FloatBuffer;
import org.automtl4j.graph.plan.ParallelLoop;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;

/**
 * Copies an image [C, H, W] to its pixels [H, W, C] or back, in squares that the first cache holds and in several threads. Rows of either may lie apart, in
 * regular steps.
 */
final class Transposition implements Call {
  private static final int SQUARE = 32;

  private final FloatBuffer source;
  private final FloatBuffer target;
  private final boolean back;
  private final int channels;
  private final int rows;
  private final int columns;
  private final int channelStep;
  private final int imageRow;
  private final int pixelRow;
  private final int parts;

  private Transposition(INDArray image, INDArray pixels, boolean back) {
    this.back = back;
    this.channels = Math.toIntExact(image.size(0));
    this.rows = Math.toIntExact(image.size(1));
    this.columns = Math.toIntExact(image.size(2));
    this.channelStep = Math.toIntExact(image.stride(0));
    this.imageRow = Math.toIntExact(image.stride(1));
    this.pixelRow = Math.toIntExact(pixels.stride(0));
    this.source = RowMove.buffer(back ? pixels : image);
    this.target = RowMove.buffer(back ? image : pixels);
    this.parts = image.length() < RowMove.FEWEST_FOR_THREADS ? 1 : Math.min(rows, ParallelLoop.threads());
  }

  /** From an image [C, H, W] to its pixels [H, W, C]. */
  static Call of(INDArray image, INDArray pixels) {
    return image.dataType() == DataType.FLOAT ? new Transposition(image, pixels, false) : assign(image.permute(1, 2, 0), pixels);
  }

  /** From pixels [H, W, C] to their image [C, H, W]. */
  static Call back(INDArray pixels, INDArray image) {
    return image.dataType() == DataType.FLOAT ? new Transposition(image, pixels, true) : assign(pixels.permute(2, 0, 1), image);
  }

  private static Call assign(INDArray from, INDArray to) {
    return new LegacyKernel(new Assign()).bind(new INDArray[] {from}, new INDArray[] {to});
  }

  @Override
  public void run() {
    ParallelLoop.run(parts, part -> {
      int end = (int) ((long) rows * (part + 1) / parts);
      for (int row = (int) ((long) rows * part / parts); row < end; row++) {
        row(row);
      }
    });
  }

  private void row(int row) {
    for (int channel = 0; channel < channels; channel += SQUARE) {
      int channelEnd = Math.min(channels, channel + SQUARE);
      for (int column = 0; column < columns; column += SQUARE) {
        square(row, channel, channelEnd, column, Math.min(columns, column + SQUARE));
      }
    }
  }

  private void square(int row, int channel, int channelEnd, int column, int columnEnd) {
    for (int x = column; x < columnEnd; x++) {
      int pixel = row * pixelRow + x * channels;
      int place = row * imageRow + x;
      if (back) {
        for (int c = channel; c < channelEnd; c++) {
          target.put(place + c * channelStep, source.get(pixel + c));
        }
      } else {
        for (int c = channel; c < channelEnd; c++) {
          target.put(pixel + c, source.get(place + c * channelStep));
        }
      }
    }
  }
}
