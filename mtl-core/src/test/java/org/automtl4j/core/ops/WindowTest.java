package org.automtl4j.core.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.automtl4j.core.ops.Convolutions.Window;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void tapsThatSeeNothingButPaddingAreLeftOutRowsAndColumnsEachForThemselves() {
    assertThat(Window.same(3, 6).seeing(7, 7)).isEqualTo(Window.same(3, 6));
    assertThat(Window.same(3, 12).seeing(7, 7)).isEqualTo(new Window(1, 1, 0, 1));
    assertThat(Window.same(3, 12).seeing(7, 14)).isEqualTo(new Window(1, 3, 1, 0, 12, 12));
    assertThat(Window.same(3, 12).seeing(14, 7)).isEqualTo(new Window(3, 1, 1, 12, 0, 12));
    assertThat(Window.same(5, 2).seeing(4, 4)).isEqualTo(Window.same(3, 2));
    assertThat(Window.same(3, 1).seeing(1, 2)).isEqualTo(new Window(1, 3, 1, 0, 1, 1));
    assertThat(new Window(1, 2, 0, 1).seeing(1, 1)).isEqualTo(new Window(1, 2, 0, 1));
    assertThat(new Window(3, 1, 0, 1).seeing(3, 3)).isEqualTo(new Window(3, 1, 0, 1));
  }

  /** One axis, place by place: what is left stands where it stood, and what is not saw no pixel. The outermost taps that are left saw one, or cannot go in pairs. */
  @Property
  void whatIsLeftStandsWhereItStoodAndTheRestSawNoPixel(
      @IntRange(min = 1, max = 20) int size, @IntRange(min = 1, max = 7) int kernel, @IntRange(min = 1, max = 3) int stride,
      @IntRange(max = 24) int pad, @IntRange(min = 1, max = 12) int dilation) {
    int places = places(size, kernel, stride, pad, dilation);
    assumeTrue(places > 0);
    Window seeing = new Window(kernel, stride, pad, dilation).seeing(size, size);
    int left = seeing.kernelHeight();
    int removed = (kernel - left) / 2;
    assertThat(kernel - left).isEven();
    assertThat(seeing.kernelWidth()).isEqualTo(left).isPositive();
    assertThat(seeing.padHeight()).isEqualTo(pad - removed * dilation).isEqualTo(seeing.padWidth()).isNotNegative();
    assertThat(seeing.dilation()).isEqualTo(left == 1 && removed > 0 ? 1 : dilation);
    assertThat(places(size, left, stride, seeing.padHeight(), seeing.dilation())).isEqualTo(places);
    for (int tap = 0; tap < kernel; tap++) {
      boolean kept = tap >= removed && tap < kernel - removed;
      assertThat(kept || !sees(tap, size, places, stride, pad, dilation)).as("tap %d", tap).isTrue();
    }
    boolean more = left > 2 && seeing.padHeight() >= dilation;
    assertThat(more && !sees(removed, size, places, stride, pad, dilation) && !sees(kernel - 1 - removed, size, places, stride, pad, dilation)).isFalse();
  }

  private static int places(int size, int kernel, int stride, int pad, int dilation) {
    int room = size + 2 * pad - dilation * (kernel - 1) - 1;
    return room < 0 ? 0 : room / stride + 1;
  }

  private static boolean sees(int tap, int size, int places, int stride, int pad, int dilation) {
    for (int place = 0; place < places; place++) {
      int pixel = place * stride - pad + tap * dilation;
      if (pixel >= 0 && pixel < size) {
        return true;
      }
    }
    return false;
  }
}
