package org.automtl4j.graph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.automtl4j.graph.initializer.Initializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParametersTest {

  private static ParameterSpec spec(String name, Role role, long... shape) {
    return new ParameterSpec(name, role, Initializer.constant(0), name, shape);
  }

  private static Parameters store(String name, long... shape) {
    return Parameters.of(List.of(spec(name, Role.WEIGHT, shape)), DataType.FLOAT, 1);
  }

  @Test
  void settingWritesIntoTheArrayThatGraphsHold() {
    Parameters store = store("w", 2, 3);
    INDArray held = store.get("w");
    store.set("w", Nd4j.ones(DataType.DOUBLE, 2, 3));
    assertThat(held.sumNumber().doubleValue()).isEqualTo(6);
    assertThat(held.dataType()).isEqualTo(DataType.FLOAT);
    assertThatThrownBy(() -> store.set("w", Nd4j.ones(3, 2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'w'").hasMessageContaining("[3, 2]");
  }

  @Test
  void aCopyHasArraysOfItsOwn() {
    Parameters store = store("w", 2);
    Parameters copy = store.copy();
    store.get("w").assign(5);
    assertThat(copy.get("w").maxNumber().doubleValue()).isZero();
    copy.copyFrom(store);
    assertThat(copy.get("w").minNumber().doubleValue()).isEqualTo(5);
  }

  @Test
  void storesOfOtherNamesOrShapesDoNotMix() {
    assertThatThrownBy(() -> store("w", 2).copyFrom(store("v", 2))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("different parameters");
    assertThatThrownBy(() -> store("w", 2).copyFrom(store("w", 3))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'w'");
    assertThatThrownBy(() -> store("w", 2).get("x")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'x'");
  }

  @Test
  void policiesOutliveWhatElseIsGivenBack() {
    Parameters store = Parameters.of(List.of(spec("w", Role.WEIGHT, 2), spec("policy.a", Role.CHOICE, 1, 3)), DataType.FLOAT, 1);
    store.set("policy.a", Nd4j.ones(DataType.FLOAT, 1, 3));
    store.closeAllBut(Role.CHOICE);
    assertThat(store.get("w").wasClosed()).isTrue();
    assertThat(store.get("policy.a").sumNumber().doubleValue()).isEqualTo(3);
    store.close();
    assertThat(store.get("policy.a").wasClosed()).isTrue();
  }
}
