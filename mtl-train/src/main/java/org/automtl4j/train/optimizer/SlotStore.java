package org.automtl4j.train.optimizer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.automtl4j.train.optimizer.OptimizerState.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The slots of one rule, and the counting of steps that all rules share. */
final class SlotStore {
  private final String rule;
  private final int arrays;
  private final Map<String, Slot> slots = new TreeMap<>();

  SlotStore(String rule, int arrays) {
    this.rule = rule;
    this.arrays = arrays;
  }

  /** The slot to use for this update, its count already that of the step to take. */
  Slot next(ParameterUpdate update) {
    INDArray parameter = update.parameter();
    Slot slot = slots.get(update.name());
    if (slot == null) {
      int length = Math.toIntExact(parameter.length());
      slot = new Slot(0, Stream.generate(() -> FlatValues.zeros(parameter.dataType(), length)).limit(arrays).toList());
    }
    check(update, slot);
    Slot counted = new Slot(slot.steps() + 1, slot.values());
    slots.put(update.name(), counted);
    return counted;
  }

  private static void check(ParameterUpdate update, Slot slot) {
    INDArray parameter = update.parameter();
    FlatValues first = slot.values().get(0);
    FlatValues expected = FlatValues.zeros(parameter.dataType(), 0);
    if (first.length() != parameter.length() || first.getClass() != expected.getClass()) {
      throw new IllegalArgumentException(
          "parameter '" + update.name() + "' has " + parameter.length() + " numbers of type " + parameter.dataType() + ", its optimiser state is " + first);
    }
  }

  long bytes() {
    return slots.values().stream().flatMap(s -> s.values().stream())
        .mapToLong(v -> (long) v.length() * (v instanceof FlatValues.Doubles ? Double.BYTES : Float.BYTES)).sum();
  }

  OptimizerState state() {
    Map<String, Slot> copies = new TreeMap<>();
    slots.forEach((name, slot) -> copies.put(name, slot.copy()));
    return new OptimizerState(rule, copies);
  }

  void restore(OptimizerState state) {
    if (!state.rule().equals(rule)) {
      throw new IllegalArgumentException("optimiser state of rule '" + state.rule() + "' cannot be restored into rule '" + rule + "'");
    }
    state.parameters().forEach((name, slot) -> check(name, slot.values()));
    slots.clear();
    state.parameters().forEach((name, slot) -> slots.put(name, slot.copy()));
  }

  private void check(String name, List<FlatValues> values) {
    if (values.size() != arrays) {
      throw new IllegalArgumentException("optimiser state of '" + name + "' has " + values.size() + " arrays; rule '" + rule + "' keeps " + arrays);
    }
  }
}
