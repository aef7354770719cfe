package org.automtl4j.plan.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DropoutMasksTest {
  private final Map<String, INDArray> arrays = Map.of("a", Nd4j.create(DataType.FLOAT, 101, 99), "b", Nd4j.create(DataType.DOUBLE, 101, 99));

  private DropoutMasks masks(long seed) {
    return new DropoutMasks(List.of(new DropoutMasks.Mask("a", 0.8), new DropoutMasks.Mask("b", 0.5)), seed);
  }

  private INDArray drawn(DropoutMasks masks, String name) {
    masks.next();
    arrays.forEach(masks::draw);
    return arrays.get(name).dup();
  }

  @Test
  void elementsAreKeptWithTheirProbabilityAndScaledSoThatTheMeanIsOne() {
    INDArray a = drawn(masks(1), "a");
    assertThat(a.eq(0).castTo(DataType.FLOAT).add(a.eq(1.25f).castTo(DataType.FLOAT)).minNumber().doubleValue()).isEqualTo(1);
    assertThat(a.meanNumber().doubleValue()).isBetween(0.98, 1.02);
    assertThat(arrays.get("b").meanNumber().doubleValue()).isBetween(0.96, 1.04);
    assertThat(arrays.get("b").maxNumber().doubleValue()).isEqualTo(2);
  }

  @Test
  void masksDependOnSeedNameAndCounterAndNothingElse() {
    DropoutMasks first = masks(1);
    INDArray one = drawn(first, "a");
    INDArray two = drawn(first, "a");
    assertThat(two).isNotEqualTo(one);
    assertThat(first.counter()).isEqualTo(2);
    DropoutMasks resumed = masks(1);
    resumed.counter(1);
    assertThat(drawn(resumed, "a")).isEqualTo(two);
    assertThat(drawn(masks(2), "a")).isNotEqualTo(one);
    assertThat(drawn(masks(1), "b").castTo(DataType.BOOL)).isNotEqualTo(one.castTo(DataType.BOOL));
  }

  @Test
  void aFixedMaskStays() {
    DropoutMasks masks = masks(1);
    INDArray ones = Nd4j.ones(DataType.FLOAT, 101, 99);
    masks.fix("a", ones);
    assertThat(drawn(masks, "a")).isEqualTo(ones);
    assertThatThrownBy(() -> masks.fix("c", ones)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'c'");
  }

  @Test
  void aMaskLeavesTheMemoryAroundItAlone() {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      INDArray block = Nd4j.create(type, 60_000).assign(7);
      for (long offset : new long[] {0, 640}) {
        INDArray place = Nd4j.create(block.data(), new long[] {5, 20}, new long[] {20, 1}, offset, 'c', type);
        DropoutMasks masks = new DropoutMasks(List.of(new DropoutMasks.Mask("m", 0.5)), 1);
        masks.next();
        masks.draw("m", place);
        assertThat(place.neq(7).castTo(DataType.INT).sumNumber().intValue()).isEqualTo(100);
      }
      assertThat(block.neq(7).castTo(DataType.INT).sumNumber().intValue()).isEqualTo(200);
    }
  }

  @Test
  void masksThatWereOverwrittenAreDrawnAgain() {
    DropoutMasks masks = masks(1);
    INDArray before = drawn(masks, "a");
    arrays.get("a").assign(Float.NaN);
    masks.draw("a", arrays.get("a"));
    assertThat(arrays.get("a")).isEqualTo(before);
    assertThat(masks.counter()).isEqualTo(1);
  }

  @Test
  void probabilitiesMustBePossible() {
    assertThatThrownBy(() -> new DropoutMasks.Mask("a", 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> new DropoutMasks.Mask("a", 1.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DropoutMasks.Mask("a", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
