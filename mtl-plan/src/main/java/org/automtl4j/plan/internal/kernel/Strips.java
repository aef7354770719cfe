package org.automtl4j.plan.internal.kernel;

import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Vertical strips of some images of a batch, in the order [channel, row, image, column], and ranges of their rows as matrices [channels, pixels] without gaps,
 * which is what fast products want. A strip as wide as a single image is the image's own memory.
 *
 * @param images a batch [N, C, H, W]
 * @param strip memory for a strip
 * @param part memory for some rows of a strip
 * @param first the first image
 * @param count how many images
 */
record Strips(INDArray images, INDArray strip, INDArray part, long first, long count) {
  long height() {
    return images.size(2);
  }

  /** Whether a strip is an image's own memory. */
  boolean direct(long width) {
    return count == 1 && width == images.size(3);
  }

  /** Fills the strip from the images. */
  void gather(long column, long width, List<Call> calls) {
    if (!direct(width)) {
      calls.add(Views.copy(pixels(column, width), stacked(width)));
    }
  }

  /** Adds the strip to the images. */
  void scatter(long column, long width, List<Call> calls) {
    if (!direct(width)) {
      calls.add(Views.add(stacked(width), pixels(column, width)));
    }
  }

  void clear(long width, List<Call> calls) {
    calls.add(Views.clear(rows(0, height(), width)));
  }

  /** Some rows of the strip as a matrix without gaps, copied unless they are all of them. */
  INDArray read(long row, long height, long width, List<Call> calls) {
    if (height == height()) {
      return rows(row, height, width);
    }
    INDArray target = part(height, width);
    calls.add(Views.copy(rows(row, height, width), target));
    return target;
  }

  /** Memory for a matrix that will be added to some rows of the strip. */
  INDArray part(long height, long width) {
    long pixels = height * count * width;
    return Views.strided(part, 0, new long[] {images.size(1), pixels}, new long[] {pixels, 1});
  }

  /** Some rows of the strip as a matrix, which has gaps unless they are all of them. */
  INDArray rows(long row, long height, long width) {
    long step = count * width;
    long begin = direct(width) ? first * images.size(1) * height() * width : 0;
    return Views.strided(direct(width) ? images : strip, begin + row * step, new long[] {images.size(1), height * step}, new long[] {height() * step, 1});
  }

  private INDArray pixels(long column, long width) {
    long[] shape = {count, images.size(1), height(), width};
    return Views.places(images, new long[] {first, 0, 0, column}, new long[] {1, 1, 1, 1}, shape);
  }

  private INDArray stacked(long width) {
    return Views.strided(strip, 0, new long[] {count, images.size(1), height(), width}, new long[] {width, height() * count * width, count * width, 1});
  }
}
