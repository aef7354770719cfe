package org.automtl4j.graph.plan.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TranspositionTest {
  /** Sizes below, at and above a square, a single pixel, one that is shared among threads; double precision too. */
  @ParameterizedTest
  @CsvSource({"FLOAT, 5, 4, 3", "FLOAT, 32, 32, 32", "FLOAT, 33, 7, 65", "FLOAT, 16, 1, 1", "FLOAT, 70, 31, 40", "DOUBLE, 5, 4, 3"})
  void pixelsAreTheImageChannelsLastAndBackAgain(DataType type, long channels, long height, long width) {
    INDArray image = Nd4j.rand(type, channels, height, width);
    INDArray pixels = Nd4j.create(type, height, width, channels);
    Transposition.of(image, pixels).run();
    assertThat(pixels).isEqualTo(image.permute(1, 2, 0).dup('c'));
    INDArray again = Nd4j.create(type, channels, height, width);
    Transposition.back(pixels, again).run();
    assertThat(again).isEqualTo(image);
  }
}
