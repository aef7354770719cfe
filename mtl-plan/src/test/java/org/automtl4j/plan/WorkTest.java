package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.automtl4j.core.ops.Convolutions;
import org.automtl4j.core.ops.Convolutions.Window;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class WorkTest {
  private static final int IMAGES = 2;
  private static final int SIZE = 7;

  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.placeHolder("x", DataType.FLOAT, IMAGES, 3, SIZE, SIZE);
  private final SDVariable first = sd.var("first", Nd4j.rand(DataType.FLOAT, 3, 3, 3, 4));
  private final SDVariable second = sd.var("second", Nd4j.rand(DataType.FLOAT, 3, 3, 4, 5));
  private final SDVariable factor = sd.var("factor", Nd4j.rand(DataType.FLOAT, 5, 6));

  /** Padding 1: at the edges one of three taps is outside, so 19 of 21 see something along each axis; with dilation 6 and padding 6 only one place sees more than the centre. */
  private static final long FIRST = IMAGES * 19L * 19 * 3 * 4;
  private static final long SECOND = IMAGES * 9L * 9 * 4 * 5;
  private static final long PRODUCT = IMAGES * 5L * 6;

  WorkTest() {
    SDVariable y = Convolutions.conv(sd, "y", x, first, new Window(3, 1, 1, 1)); // [N, 4, 7, 7]
    SDVariable z = Convolutions.conv(sd, "z", y, second, new Window(3, 1, 6, 6)); // [N, 5, 7, 7]
    z.mean(2, 3).mmul(factor).sum("loss"); // [N, 6] -> scalar
  }

  private Work training(String... gradients) {
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of(gradients)).build()) {
      return plan.work();
    }
  }

  @Test
  void tapsOnPaddingAreNoWork() {
    try (InferencePlan plan = InferencePlan.builder(sd).outputs(List.of("loss")).build()) {
      assertThat(plan.work().multiplyAdds()).isEqualTo(FIRST + SECOND + PRODUCT);
      assertThat(plan.work().bytes()).isGreaterThan(Float.BYTES * IMAGES * SIZE * SIZE * (3 + 2 * 4 + 2 * 5));
    }
  }

  @Test
  void gradientsAreWorkWhereSomebodyWantsThem() {
    assertThat(training("first", "second", "factor").multiplyAdds()).as("all but that of the images").isEqualTo(2 * FIRST + 3 * SECOND + 3 * PRODUCT);
    assertThat(training("second").multiplyAdds()).isEqualTo(FIRST + 2 * SECOND + 2 * PRODUCT);
    assertThat(training("x").multiplyAdds()).isEqualTo(2 * (FIRST + SECOND + PRODUCT));
  }
}
