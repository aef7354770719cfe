package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.graph.automtl.ParameterStore.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParameterStoreTest {

  private static ParameterStore store(String name, long... shape) {
    ParameterStore store = new ParameterStore(DataType.FLOAT);
    store.add(name, Role.WEIGHT, Nd4j.zeros(DataType.FLOAT, shape));
    return store;
  }

  @Test
  void settingWritesIntoTheArrayThatGraphsHold() {
    ParameterStore store = store("w", 2, 3);
    INDArray held = store.get("w");
    store.set("w", Nd4j.ones(DataType.DOUBLE, 2, 3));
    assertThat(held.sumNumber().doubleValue()).isEqualTo(6);
    assertThat(held.dataType()).isEqualTo(DataType.FLOAT);
    assertThatThrownBy(() -> store.set("w", Nd4j.ones(3, 2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'w'").hasMessageContaining("[3, 2]");
  }

  @Test
  void aCopyHasArraysOfItsOwn() {
    ParameterStore store = store("w", 2);
    ParameterStore copy = store.copy();
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
    ParameterStore store = store("w", 2);
    store.add("policy.a", Role.POLICY, Nd4j.ones(DataType.FLOAT, 1, 3));
    store.closeAllButPolicies();
    assertThat(store.get("w").wasClosed()).isTrue();
    assertThat(store.get("policy.a").sumNumber().doubleValue()).isEqualTo(3);
    store.close();
    assertThat(store.get("policy.a").wasClosed()).isTrue();
  }
}
