package org.automtl4j.data.prepare.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class NumberBlockTest {

  @Test
  void slicesOfTheRealSizeAreReadOverAndOver() {
    int[][][] columns = new int[3][640][480];
    float[][] depths = new float[640][480];
    for (int x = 0; x < 640; x++) {
      for (int y = 0; y < 480; y++) {
        columns[2][x][y] = x + y;
        depths[x][y] = x - y;
      }
    }
    for (int round = 0; round < 40; round++) {
      int[] numbers = NumberBlock.ints(columns, 3 * 640 * 480, "here");
      assertThat(numbers[2 * 640 * 480 + 7 * 480 + 5]).isEqualTo(12);
      assertThat(NumberBlock.floats(depths, 640 * 480, "here")[7 * 480 + 5]).isEqualTo(2f);
    }
  }

  @Test
  void otherSizesAndTypesAreRefused() {
    assertThat(NumberBlock.ints(new byte[][] {{1}, {2}}, 2, "here")).containsExactly(1, 2);
    assertThat(NumberBlock.ints(new short[][] {{1}, {2}}, 2, "here")).containsExactly(1, 2);
    assertThat(NumberBlock.floats(new double[] {0.5}, 1, "here")).containsExactly(0.5f);
    assertThatThrownBy(() -> NumberBlock.ints(new int[3], 2, "here")).isInstanceOf(InvalidInputException.class).hasMessageContaining("here: found more than 2");
    assertThatThrownBy(() -> NumberBlock.ints(new int[1], 2, "here")).hasMessageContaining("here: found 1 numbers, expected 2");
    assertThatThrownBy(() -> NumberBlock.ints(new float[2], 2, "here")).hasMessageContaining("numbers of the type float");
    assertThatThrownBy(() -> NumberBlock.floats(new int[2], 2, "here")).hasMessageContaining("numbers of the type int");
  }
}
