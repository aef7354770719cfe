package org.automtl4j.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.reader.Pixels;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static final Pixels GRID = grid();

  private static Pixels grid() {
    float[] values = new float[6 * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 * (i / 8) + i % 8;
    }
    return new Pixels.Floats(values, 6, 8, 1);
  }

  @Test
  void aCropIsCutOutWhereItStarts() {
    Framing framing = new Framing(6, 8, false, 2, 3, 2, 4, 1);
    assertThat(framing.apply(Plane.label(GRID, -1))).containsExactly(23, 24, 25, 26, 33, 34, 35, 36);
  }

  @Test
  void mirroringComesBeforeTheCrop() {
    Framing framing = new Framing(6, 8, true, 2, 0, 1, 3, 1);
    assertThat(framing.apply(Plane.label(GRID, -1))).containsExactly(27, 26, 25);
  }

  @Test
  void whatIsSmallerThanTheCropIsPaddedOnAllSides() {
    Framing framing = new Framing(2, 2, false, 0, 0, 3, 4, 0.3);
    assertThat(framing.apply(Plane.label(GRID, -1))).containsExactly(-1, 0, 4, -1, -1, 30, 34, -1, -1, -1, -1, -1);
    assertThat(framing.shows(0, 0)).isFalse();
    assertThat(framing.shows(0, 1)).isTrue();
    assertThat(framing.shows(2, 1)).isFalse();
  }

  @Test
  void channelsComeOutApartAndInTheWantedOrder() {
    Pixels rgb = new Pixels.Floats(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    assertThat(Framing.whole(1, 2).apply(Plane.picture(rgb, false))).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(Framing.whole(1, 2).apply(Plane.picture(rgb, true))).containsExactly(3, 6, 2, 5, 1, 4);
  }

  @Test
  void aMirrorTurnsVectorsRoundButNotThePadding() {
    Pixels vectors = new Pixels.Floats(new float[] {0.6f, 0.8f, 0, 255, 255, 255}, 1, 2, 3);
    Framing mirrored = new Framing(1, 2, true, 0, 0, 1, 4, 1);
    assertThat(mirrored.apply(Plane.vectors(vectors, 255))).containsExactly(255, 255, -0.6f, 255, 255, 255, 0.8f, 255, 255, 255, 0, 255);
  }

  @Test
  void everyRandomCropLiesWithinThePaddedPicture() {
    for (int i = 0; i < 2000; i++) {
      RandomStream random = RandomStream.of(7, "framing", i);
      int crop = 1 + random.nextInt(20);
      Framing framing = Framing.random(6, 8, crop, 21 - crop, Augmentation.PUBLISHED, Draws.from(random));
      float[] values = framing.apply(Plane.label(GRID, -1));
      assertThat(values).hasSize(crop * (21 - crop));
      assertThat(framing.scaledHeight()).isBetween(3, 8);
      assertThat(framing.scaledWidth()).isBetween(4, 11);
      assertThat(framing.startRow() + crop).isLessThanOrEqualTo(Math.max(framing.scaledHeight(), crop));
      for (int y = 0; y < crop; y++) {
        for (int x = 0; x < 21 - crop; x++) {
          assertThat(values[y * (21 - crop) + x] >= 0).isEqualTo(framing.shows(y, x));
        }
      }
    }
  }

  @Test
  void drawsAreUsedInTheStatedOrder() {
    RandomStream stream = RandomStream.of(1, "order");
    RandomStream same = RandomStream.of(1, "order");
    Framing framing = Framing.random(60, 80, 30, 30, Augmentation.PUBLISHED, Draws.from(stream));
    double scale = 0.5 + same.nextDouble();
    assertThat(framing.scale()).isEqualTo(scale);
    assertThat(framing.mirrored()).isEqualTo(same.nextDouble() > 0.5);
    assertThat(framing.startRow()).isEqualTo(same.nextInt(Math.max((int) (60 * scale), 30) - 30 + 1));
    assertThat(framing.startColumn()).isEqualTo(same.nextInt(Math.max((int) (80 * scale), 30) - 30 + 1));
  }

  @Test
  void jitterKeepsGreyGreyAndPaddingUntouched() {
    float[] picture = new float[3 * 2 * 4];
    Arrays.fill(picture, 100);
    Framing framing = new Framing(2, 2, false, 0, 0, 2, 4, 1);
    new ColourJitter(1.2, 0.5, 0.5).apply(picture, true, framing);
    for (int c = 0; c < 3; c++) {
      assertThat(picture[c * 8]).isEqualTo(100);
      assertThat(picture[c * 8 + 1]).isCloseTo(120, within(1e-3f));
      assertThat(picture[c * 8 + 3]).isEqualTo(100);
    }
    float[] red = {200, 50, 50};
    new ColourJitter(1, 1, 0).apply(red, false, Framing.whole(1, 1));
    assertThat(red[0]).isCloseTo(red[1], within(1e-3f)).isCloseTo((float) (0.299 * 200 + 0.701 * 50), within(1e-3f));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new Augmentation(0, 1, true, false, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("least");
    assertThatThrownBy(() -> new Augmentation(1, 1, true, false, 1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("jitter");
  }
}
