package org.automtl4j.train.optimizer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.automtl4j.train.optimizer.OptimizerState.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What an optimiser remembers of each parameter, beside Java's heap, and the counting of steps that all rules share. */
final class SlotStore {
  private final String rule;
  private final int arrays;
  private final Map<String, Live> slots = new TreeMap<>();

  /**
   * What is remembered of a parameter.
   *
   * @param steps how many it has taken, the one under way included
   * @param values the rule's arrays, of rank 1
   */
  record Live(int steps, List<INDArray> values) {
    private Slot view() {
      return new Slot(steps, values.stream().map(FlatValues::of).toList());
    }
  }

  SlotStore(String rule, int arrays) {
    this.rule = rule;
    this.arrays = arrays;
  }

  /** The slot to use for this update, its count already that of the step to take. */
  Live next(ParameterUpdate update) {
    INDArray parameter = update.parameter();
    Live slot = slots.get(update.name());
    if (slot == null) {
      DataType type = parameter.dataType();
      slot = new Live(0, Stream.generate(() -> Nd4j.create(type, parameter.length())).limit(arrays).toList());
    }
    check(update, slot.values().get(0));
    Live counted = new Live(slot.steps() + 1, slot.values());
    slots.put(update.name(), counted);
    return counted;
  }

  private static void check(ParameterUpdate update, INDArray first) {
    INDArray parameter = update.parameter();
    if (first.length() != parameter.length() || first.dataType() != parameter.dataType()) {
      throw new IllegalArgumentException("parameter '" + update.name() + "' has " + parameter.length() + " numbers of type " + parameter.dataType()
          + ", its optimiser state " + first.length() + " of type " + first.dataType());
    }
  }

  long bytes() {
    return slots.values().stream().flatMap(s -> s.values().stream()).mapToLong(v -> v.length() * v.dataType().width()).sum();
  }

  OptimizerState state() {
    Map<String, Slot> views = new TreeMap<>();
    slots.forEach((name, slot) -> views.put(name, slot.view()));
    return new OptimizerState(rule, views);
  }

  void restore(OptimizerState state) {
    if (!state.rule().equals(rule)) {
      throw new IllegalArgumentException("optimiser state of rule '" + state.rule() + "' cannot be restored into rule '" + rule + "'");
    }
    state.parameters().forEach((name, slot) -> check(name, slot.values()));
    close();
    state.parameters().forEach((name, slot) -> slots.put(name, new Live(slot.steps(), slot.values().stream().map(FlatValues::array).toList())));
  }

  private void check(String name, List<FlatValues> values) {
    if (values.size() != arrays) {
      throw new IllegalArgumentException("optimiser state of '" + name + "' has " + values.size() + " arrays; rule '" + rule + "' keeps " + arrays);
    }
  }

  /** Forgets everything and gives the memory back. */
  void close() {
    slots.values().forEach(slot -> slot.values().forEach(INDArray::close));
    slots.clear();
  }
}
