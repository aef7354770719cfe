package org.automtl4j.core.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NumberArrayTest {

  @ParameterizedTest
  @EnumSource(NumberType.class)
  void everyTypeGoesToNd4jAndBack(NumberType type) {
    INDArray array = Nd4j.createFromArray(1.0, 0.0, 1.0, 100.0, 3.0, 2.0).reshape(2, 3).castTo(type.dataType());
    NumberArray numbers = NumberArray.of(array);
    assertThat(numbers.type()).isEqualTo(type);
    boolean truth = type == NumberType.BOOL;
    assertThat(numbers.toDoubles()).containsExactly(1, 0, 1, truth ? 1 : 100, truth ? 1 : 3, truth ? 1 : 2);
    assertThat(numbers.toINDArray()).isEqualTo(array);
    assertThat(numbers.toINDArray().dataType()).isEqualTo(type.dataType());
  }

  @Test
  void aTransposedNd4jArrayComesOutInCOrder() {
    INDArray array = Nd4j.arange(6).reshape(2, 3).castTo(DataType.FLOAT).transpose();
    assertThat(NumberArray.of(array).toFloats()).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void anEmptyArrayAndASingleNumberKeepTheirShapes() {
    assertThat(NumberArray.of(new float[0], 0, 3).toINDArray().shape()).containsExactly(0, 3);
    assertThat(NumberArray.of(new float[] {7}).toINDArray().rank()).isZero();
    assertThat(NumberArray.of(Nd4j.scalar(7f)).shape()).isEmpty();
  }

  @Test
  void aViewMayRepeatSkipAndTurn() {
    byte[] bytes = {0, 1, 2, 3, 4, 5};
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    assertThat(NumberArray.ofView(NumberType.INT8, new long[] {3, 2}, new long[] {1, 3}, bytes, order).toLongs()).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(NumberArray.ofView(NumberType.INT8, new long[] {2, 2}, new long[] {0, 5}, bytes, order).toLongs()).containsExactly(0, 5, 0, 5);
    assertThat(NumberArray.ofView(NumberType.INT16, new long[] {2}, new long[] {2}, bytes, ByteOrder.BIG_ENDIAN).toLongs()).containsExactly(1, 0x405);
  }

  @Test
  void aViewBeyondItsBytesIsRefused() {
    assertThatThrownBy(() -> NumberArray.ofView(NumberType.INT8, new long[] {3}, new long[] {2}, new byte[4], ByteOrder.LITTLE_ENDIAN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unsignedNumbersAreNotNegative() {
    byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
    Map<NumberType, Double> largest = Map.of(NumberType.UINT8, 255.0, NumberType.UINT16, 65535.0, NumberType.UINT32, 4294967295.0, NumberType.UINT64, 0x1p64);
    largest.forEach((type, value) ->
        assertThat(NumberArray.of(type, new long[] {8 / type.bytes()}, ones).doubleAt(0)).as(type.name()).isEqualTo(value));
  }

  @Test
  void halfPrecisionKeepsEveryValueItCanHold() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfPrecision.fromFloat(value)).as("bits %x", bits).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void halfPrecisionHasTheKnownValues() {
    assertThat(HalfPrecision.toFloat((short) 0x3C00)).isEqualTo(1f);
    assertThat(HalfPrecision.toFloat((short) 0x7BFF)).isEqualTo(65504f);
    assertThat(HalfPrecision.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(HalfPrecision.toFloat((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(HalfPrecision.fromFloat(65519.99f)).isEqualTo((short) 0x7BFF);
    assertThat(HalfPrecision.fromFloat(65520f)).isEqualTo((short) 0x7C00);
    assertThat(HalfPrecision.fromFloat(1 + 0x1p-11f)).as("a tie goes to even").isEqualTo((short) 0x3C00);
    assertThat(HalfPrecision.fromFloat(1 + 3 * 0x1p-11f)).as("a tie goes to even").isEqualTo((short) 0x3C02);
    assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(Float.NaN))).isNaN();
  }

  @Test
  void brainFloatsAreRoundedToNearest() {
    assertThat(HalfPrecision.fromBrain(HalfPrecision.toBrain(3.140625f))).isEqualTo(3.140625f);
    assertThat(HalfPrecision.fromBrain(HalfPrecision.toBrain(1 + 0x1p-8f))).as("a tie goes to even").isEqualTo(1f);
    assertThat(HalfPrecision.fromBrain(HalfPrecision.toBrain(Float.NaN))).isNaN();
  }
}
