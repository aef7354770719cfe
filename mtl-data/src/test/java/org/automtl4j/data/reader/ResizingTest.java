package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ResizingTest {
  @Test
  void bilinearMapsPixelCentres() {
    Random random = new Random(1);
    float[] values = new float[11 * 7 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Pixels old = new Pixels.Floats(values, 11, 7, 3);
    for (int[] size : new int[][] {{5, 20}, {22, 3}, {11, 8}, {1, 1}}) {
      Pixels resized = Resizing.bilinear(old, size[0], size[1]);
      assertThat(resized.shape()).isEqualTo(size[0] + "x" + size[1] + " with 3 channels");
      for (int y = 0; y < size[0]; y++) {
        for (int x = 0; x < size[1]; x++) {
          for (int c = 0; c < 3; c++) {
            double expected = between(old, (y + 0.5) * 11 / size[0] - 0.5, (x + 0.5) * 7 / size[1] - 0.5, c);
            assertThat(resized.at((y * size[1] + x) * 3 + c)).isCloseTo((float) expected, within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void bytesAndShortsStayWhatTheyAre() {
    byte[] bytes = new byte[40 * 30];
    new Random(2).nextBytes(bytes);
    Pixels.Bytes old = new Pixels.Bytes(bytes, 40, 30, 1);
    Pixels resized = Resizing.bilinear(old, 27, 44);
    assertThat(resized).isInstanceOf(Pixels.Bytes.class);
    Pixels exact = Resizing.bilinear(new Pixels.Floats(old.toFloats(), 40, 30, 1), 27, 44);
    short[] shorts = new short[40 * 30];
    for (int i = 0; i < shorts.length; i++) {
      shorts[i] = (short) (257 * (bytes[i] & 0xFF));
    }
    Pixels wide = Resizing.bilinear(new Pixels.Shorts(shorts, 40, 30, 1), 27, 44);
    assertThat(wide).isInstanceOf(Pixels.Shorts.class);
    for (int i = 0; i < resized.size(); i++) {
      assertThat(resized.at(i)).isCloseTo(exact.at(i), within(1f));
      assertThat(wide.at(i)).isCloseTo(257 * exact.at(i), within(1f));
    }
  }

  @Test
  void aPartIsCutOutOfTheWhole() {
    byte[] bytes = new byte[9 * 8 * 2];
    new Random(4).nextBytes(bytes);
    short[] shorts = new short[bytes.length];
    float[] floats = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      shorts[i] = (short) (300 * bytes[i]);
      floats[i] = bytes[i] / 7f;
    }
    for (Pixels old : new Pixels[] {new Pixels.Bytes(bytes, 9, 8, 2), new Pixels.Shorts(shorts, 9, 8, 2), new Pixels.Floats(floats, 9, 8, 2)}) {
      Pixels whole = Resizing.bilinear(old, 12, 14);
      for (int[] part : new int[][] {{0, 0, 12, 14}, {3, 0, 5, 14}, {2, 4, 7, 9}, {11, 13, 1, 1}}) {
        Pixels cut = Resizing.bilinear(old, 12, 14, part[0], part[1], part[2], part[3]);
        assertThat(cut).hasSameClassAs(old);
        assertThat(cut.shape()).isEqualTo(part[2] + "x" + part[3] + " with 2 channels");
        for (int i = 0; i < cut.size(); i++) {
          int place = i / 2;
          assertThat(cut.at(i)).isEqualTo(whole.at(((part[0] + place / part[3]) * 14 + part[1] + place % part[3]) * 2 + i % 2));
        }
      }
      assertThatThrownBy(() -> Resizing.bilinear(old, 12, 14, 6, 0, 7, 14)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nearestTakesTheFlooredIndexAndMakesNothingUp() {
    assertThat(Resizing.nearestIndexes(4, 6)).containsExactly(0, 0, 1, 2, 2, 3);
    assertThat(Resizing.nearestIndexes(6, 4)).containsExactly(0, 1, 3, 4);
    float[] values = new float[6 * 5 * 2];
    byte[] bytes = new byte[values.length];
    short[] shorts = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = 200 - i;
      bytes[i] = (byte) (200 - i);
      shorts[i] = (short) (200 - i);
    }
    for (Pixels old : new Pixels[] {new Pixels.Floats(values, 6, 5, 2), new Pixels.Bytes(bytes, 6, 5, 2), new Pixels.Shorts(shorts, 6, 5, 2)}) {
      Pixels resized = Resizing.nearest(old, 4, 7);
      assertThat(resized).hasSameClassAs(old);
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 7; x++) {
          for (int c = 0; c < 2; c++) {
            assertThat(resized.at((y * 7 + x) * 2 + c)).isEqualTo(old.at((y * 6 / 4 * 5 + x * 5 / 7) * 2 + c));
          }
        }
      }
    }
  }

  @Test
  void theSameSizeIsTheSamePicture() {
    Pixels old = new Pixels.Floats(new float[6], 2, 3, 1);
    assertThat(Resizing.bilinear(old, 2, 3)).isSameAs(old);
    assertThat(Resizing.nearest(old, 2, 3)).isSameAs(old);
  }

  private static double between(Pixels pixels, double y, double x, int channel) {
    double row = Math.max(0, Math.min(pixels.height() - 1, y));
    double column = Math.max(0, Math.min(pixels.width() - 1, x));
    int top = Math.min((int) row, Math.max(0, pixels.height() - 2));
    int left = Math.min((int) column, Math.max(0, pixels.width() - 2));
    double down = row - top;
    double right = column - left;
    return (1 - down) * ((1 - right) * at(pixels, top, left, channel) + right * at(pixels, top, left + 1, channel))
        + down * ((1 - right) * at(pixels, top + 1, left, channel) + right * at(pixels, top + 1, left + 1, channel));
  }

  private static double at(Pixels pixels, int row, int column, int channel) {
    return pixels.at((row * pixels.width() + column) * pixels.channels() + channel);
  }
}
