package org.automtl4j.graph.plan.internal;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images of a batch pixel by pixel, in the order [row, image, column, channel], and vertical strips of them. A range of rows of a strip is a matrix [pixels,
 * channels] without gaps, which is what fast products want.
 *
 * @param images a batch [N, C, H, W]
 * @param pixels memory for some images pixel by pixel
 * @param strip memory for a strip
 * @param first the first image
 * @param count how many images
 */
record PixelStrips(INDArray images, INDArray pixels, INDArray strip, long first, long count) {
  /** Fills the pixels from the images. */
  void load(List<Call> calls) {
    for (long k = 0; k < count; k++) {
      calls.add(Transposition.of(image(k), pixels(k)));
    }
  }

  /** Fills the images from the pixels. */
  void store(List<Call> calls) {
    for (long k = 0; k < count; k++) {
      calls.add(Transposition.back(pixels(k), image(k)));
    }
  }

  void clear(List<Call> calls) {
    calls.add(Views.clear(rows(0, images.size(2), images.size(3))));
  }

  /** Fills the strip from the pixels; one as wide as the images is their own memory. */
  void gather(long column, long width, List<Call> calls) {
    if (width < images.size(3)) {
      calls.add(Views.copy(part(column, width), rows(width)));
    }
  }

  /** Adds the strip to the pixels, unless it is their own memory. */
  void scatter(long column, long width, List<Call> calls) {
    if (width < images.size(3)) {
      calls.add(Views.add(rows(width), part(column, width)));
    }
  }

  /** Rows of a strip as a matrix [pixels, channels]. */
  INDArray rows(long row, long height, long width) {
    long channels = images.size(1);
    long step = count * width;
    return Views.strided(width < images.size(3) ? strip : pixels, row * step * channels, new long[] {height * step, channels}, new long[] {channels, 1});
  }

  /** The channels of an image, [C, H, W]. */
  private INDArray image(long k) {
    long[] shape = {images.size(1), images.size(2), images.size(3)};
    return Views.strided(images, (first + k) * shape[0] * shape[1] * shape[2], shape, new long[] {shape[1] * shape[2], shape[2], 1});
  }

  /** The pixels of an image, [H, W, C]. */
  private INDArray pixels(long k) {
    long[] shape = {images.size(2), images.size(3), images.size(1)};
    return Views.strided(pixels, k * shape[1] * shape[2], shape, new long[] {count * shape[1] * shape[2], shape[2], 1});
  }

  private INDArray part(long column, long width) {
    long channels = images.size(1);
    long row = images.size(3) * channels;
    return Views.strided(pixels, column * channels, new long[] {images.size(2) * count, width * channels}, new long[] {row, 1});
  }

  private INDArray rows(long width) {
    long row = width * images.size(1);
    return Views.strided(strip, 0, new long[] {images.size(2) * count, row}, new long[] {row, 1});
  }
}
