package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.core.image.Orientation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrientationTest {
  @TempDir Path folder;

  /** The standard's own words: which visual sides the stored first row and the stored first column are. */
  @ParameterizedTest
  @CsvSource({"1,top,left", "2,top,right", "3,bottom,right", "4,bottom,left", "5,left,top", "6,right,top", "7,right,bottom", "8,left,bottom"})
  void theFirstRowAndColumnComeToTheSidesThatTheStandardNames(int number, String row, String column) {
    byte[] values = new byte[3 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }
    Pixels.Bytes stored = new Pixels.Bytes(values, 3, 5, 1);
    Orientation orientation = Orientation.of(number);
    Pixels.Bytes upright = ImageFile.upright(stored, orientation);
    assertThat(orientation.number()).isEqualTo(number);
    assertThat(upright.height()).isEqualTo(orientation.swapsSides() ? 5 : 3);
    assertThat(side(upright, row)).containsExactlyInAnyOrder(0f, 1f, 2f, 3f, 4f);
    assertThat(side(upright, column)).containsExactlyInAnyOrder(0f, 5f, 10f);
  }

  private static float[] side(Pixels pixels, String side) {
    boolean horizontal = side.equals("top") || side.equals("bottom");
    float[] numbers = new float[horizontal ? pixels.width() : pixels.height()];
    for (int i = 0; i < numbers.length; i++) {
      int y = horizontal ? side.equals("top") ? 0 : pixels.height() - 1 : i;
      int x = horizontal ? i : side.equals("left") ? 0 : pixels.width() - 1;
      numbers[i] = pixels.at(y * pixels.width() + x);
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource(Orientation.class)
  void itIsFoundInBothByteOrders(Orientation orientation) throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      Path file = folder.resolve(order + ".jpg");
      CameraPicture.write(file, 16, 24, orientation.number(), order);
      assertThat(ImageFile.orientation(file)).isEqualTo(orientation);
      assertThat(ImageFile.readUpright(file)).usingRecursiveComparison().isEqualTo(ImageFile.upright(ImageFile.readColour(file), orientation));
      assertThat(ImageFile.header(file).height()).isEqualTo(16);
    }
  }

  @Test
  void picturesWithoutNotesOrWithDamagedOnesAreUpright() throws IOException {
    Path file = folder.resolve("plain.jpg");
    CameraPicture.write(file, 16, 24, 0, ByteOrder.BIG_ENDIAN);
    assertThat(ImageFile.orientation(file)).isEqualTo(Orientation.NORMAL);
    CameraPicture.write(file, 16, 24, 6, ByteOrder.BIG_ENDIAN);
    byte[] whole = Files.readAllBytes(file);
    for (int place = 12; place < 12 + 36; place++) {
      for (int value : new int[] {0, 0x7F, 0xFF}) {
        byte[] damaged = whole.clone();
        damaged[place] = (byte) value;
        Files.write(file, damaged);
        assertThat(ImageFile.orientation(file)).isNotNull();
        assertThat(ImageFile.readUpright(file).size()).isEqualTo(16 * 24 * 3);
      }
    }
    Files.write(file, Arrays.copyOf(whole, 30));
    assertThat(ImageFile.orientation(file)).isEqualTo(Orientation.NORMAL);
  }
}
