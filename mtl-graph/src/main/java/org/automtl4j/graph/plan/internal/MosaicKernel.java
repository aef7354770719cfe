package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts images [N, C, H, W] together from rectangles, each given as a matrix [C, N h w]; 0 where there is none.
 *
 * @param tiles where the inputs go, in order
 */
record MosaicKernel(List<Tile> tiles) implements Kernel {
  /**
   * A rectangle.
   *
   * @param row its first row
   * @param column its first column
   * @param height h
   * @param width w
   */
  record Tile(long row, long column, long height, long width) {}

  @Override
  public String name() {
    return "mosaic";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray images = outputs[0];
    List<Call> calls = new ArrayList<>();
    if (tiles.stream().mapToLong(t -> t.height() * t.width()).sum() < images.size(2) * images.size(3)) {
      calls.add(Views.clear(images));
    }
    for (int i = 0; i < inputs.length; i++) {
      Tile tile = tiles.get(i);
      long[] shape = {images.size(0), images.size(1), tile.height(), tile.width()};
      long pixels = tile.height() * tile.width();
      INDArray from = Views.strided(inputs[i], 0, shape, new long[] {pixels, shape[0] * pixels, tile.width(), 1});
      calls.add(Views.copy(from, Views.places(images, new long[] {0, 0, tile.row(), tile.column()}, new long[] {1, 1, 1, 1}, shape)));
    }
    return Views.sequence(calls);
  }
}
