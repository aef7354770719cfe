package org.automtl4j.core.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Windows, shifts and squares of tokens beside the published ones. */
class WindowGridTest {
  private static final String UNITS = "adamtl/encoder/units";

  private static double[] units(String key) {
    GoldenFolder.needs(UNITS + ".npz");
    INDArray array = NpzFile.read(GoldenFolder.root().resolve(UNITS + ".npz")).array(key, DataType.DOUBLE);
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  /** Rows of two images, 24 tokens of 2 features each. */
  private static double[] taken(double[] x, int... index) {
    double[] y = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      y[k] = x[k / 48 * 48 + index[k % 48 / 2] * 2 + k % 2];
    }
    return y;
  }

  private static void same(String what, double[] found, double[] expected) {
    GoldenReport.close(UNITS, what, GoldenReport.difference(found, expected), 0);
  }

  @Test
  void tokensComeWhereThePublishedOnesDo() {
    double[] map = units("partition.in");
    int[] windows = new WindowGrid(4, 6, 2, 0).partition();
    same("windows", taken(map, windows), units("partition.out"));
    same("windows of the rolled map", taken(map, new WindowGrid(4, 6, 2, 1).partition()), taken(units("roll.out"), windows));
    same("squares", taken(map, WindowGrid.squares(4, 6)), units("merge_order.out"));
  }

  @ParameterizedTest
  @CsvSource({"8, 8, 4, 2", "6, 9, 3, 1", "4, 4, 2, 1"})
  void masksAreThePublishedOnes(int height, int width, int window, int shift) {
    INDArray mask = new WindowGrid(height, width, window, shift).mask(DataType.DOUBLE);
    String key = "attn_mask." + height + "x" + width + ".w" + window + ".s" + shift;
    same(key, mask.reshape(mask.length()).toDoubleVector(), units(key));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "7"})
  void relativePlacesAreThePublishedOnes(int window) {
    same("relative index " + window, Arrays.stream(WindowGrid.relativeIndex(window)).asDoubleStream().toArray(),
        units("relative_position_index." + window));
  }

  @ParameterizedTest
  @CsvSource({"4, 6, 2, 1", "9, 6, 3, 2", "7, 7, 7, 0", "10, 5, 5, 2"})
  void reversingUndoesThePartition(int height, int width, int window, int shift) {
    WindowGrid grid = new WindowGrid(height, width, window, shift);
    int[] partition = grid.partition();
    assertThat(Arrays.stream(grid.reverse()).map(k -> partition[k]).toArray()).isEqualTo(IntStream.range(0, height * width).toArray());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new WindowGrid(4, 6, 4, 0)).hasMessage("windows of 4x4 do not divide a map of 4x6");
    assertThatThrownBy(() -> new WindowGrid(4, 4, 2, 2)).hasMessage("the shift must be from 0 to 1, found 2");
    assertThatThrownBy(() -> WindowGrid.squares(3, 4)).hasMessage("a map of 3x4 has no whole squares of 2x2");
  }
}
