package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.automtl4j.core.ops.Resize;
import org.automtl4j.core.ops.StaticShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ResizeTest {

  @ParameterizedTest
  @CsvSource({"6,8,3,4", "6,8,3,2", "13,16,5,7", "3,2,7,5", "4,4,4,4", "5,9,1,1", "2,3,4,6"})
  void nearestTakesTheDocumentedSourcePositionsExactly(int height, int width, int toHeight, int toWidth) {
    INDArray x = Graphs.random(1, DataType.FLOAT, 2, 3, height, width);
    INDArray y = Graphs.run(x, v -> Resize.nearest(v, toHeight, toWidth));
    assertThat(y.shape()).containsExactly(2, 3, toHeight, toWidth);
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < toHeight; i++) {
          for (int j = 0; j < toWidth; j++) {
            float ratioRow = (float) height / toHeight;
            float ratioColumn = (float) width / toWidth;
            int row = Math.min((int) Math.floor(i * ratioRow), height - 1);
            int column = Math.min((int) Math.floor(j * ratioColumn), width - 1);
            assertThat(y.getFloat(n, c, i, j)).isEqualTo(x.getFloat(n, c, row, column));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"6,8,3,4", "5,7,9,4", "3,2,7,5", "1,1,3,3"})
  void bilinearInterpolatesBetweenPixelCentres(int height, int width, int toHeight, int toWidth) {
    INDArray x = Graphs.random(2, DataType.DOUBLE, 1, 2, height, width);
    INDArray y = Graphs.run(x, v -> Resize.bilinear(v, toHeight, toWidth));
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < toHeight; i++) {
        for (int j = 0; j < toWidth; j++) {
          double row = clamp((i + 0.5) * height / toHeight - 0.5, height - 1);
          double column = clamp((j + 0.5) * width / toWidth - 0.5, width - 1);
          int top = (int) row;
          int left = (int) column;
          int bottom = Math.min(top + 1, height - 1);
          int right = Math.min(left + 1, width - 1);
          double expected = (1 - row + top) * ((1 - column + left) * x.getDouble(0, c, top, left) + (column - left) * x.getDouble(0, c, top, right))
              + (row - top) * ((1 - column + left) * x.getDouble(0, c, bottom, left) + (column - left) * x.getDouble(0, c, bottom, right));
          assertThat(y.getDouble(0, c, i, j)).isCloseTo(expected, within(1e-12));
        }
      }
    }
  }

  private static double clamp(double value, int most) {
    return Math.min(Math.max(value, 0), most);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Graphs.checkGradient(Graphs.random(3, DataType.DOUBLE, 1, 2, 4, 6), v -> Resize.nearest(v, 2, 3));
    Graphs.checkGradient(Graphs.random(3, DataType.DOUBLE, 1, 2, 3, 5), v -> Resize.nearest(v, 5, 3));
    Graphs.checkGradient(Graphs.random(3, DataType.DOUBLE, 1, 2, 3, 4), v -> Resize.bilinear(v, 5, 3));
  }

  @Test
  void shapesAreFoundWithoutRunningTheGraph() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 2, 6, 8);
    SDVariable y = sd.nn().relu(Resize.nearest(x, 3, 5), 0).gt(0.5).castTo(DataType.FLOAT).add(1);
    assertThat(StaticShapes.of(y)).containsExactly(1, 2, 3, 5);
    assertThat(StaticShapes.of(sd.sum(y))).isEmpty();
  }

  @Test
  void aPlaceholderWithoutAShapeIsNamed() {
    SDVariable x = SameDiff.create().placeHolder("camera", DataType.FLOAT, (long[]) null);
    assertThatThrownBy(() -> StaticShapes.of(x)).hasMessageContaining("camera");
  }
}
