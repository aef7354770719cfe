package org.automtl4j.plan.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.RandomStream;
import org.automtl4j.golden.property.Property;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.SharedViews;
import org.automtl4j.plan.internal.ir.Value;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MemoryPlannerTest {
  /** Checks that nobody wrote over its inputs, then fills its outputs with numbers of their own. */
  private record Marker(List<Double> expected, List<Double> marks, boolean overwrites) implements Kernel {
    @Override
    public String name() {
      return "marker";
    }

    @Override
    public boolean mayOverwrite(int input, List<Value> inputs) {
      return overwrites;
    }

    @Override
    public Call bind(INDArray[] inputs, INDArray[] outputs) {
      return () -> {
        for (int i = 0; i < inputs.length; i++) {
          assertThat(inputs[i].minNumber().doubleValue()).isEqualTo(inputs[i].maxNumber().doubleValue()).isEqualTo(expected.get(i));
        }
        for (int o = 0; o < outputs.length; o++) {
          outputs[o].assign(marks.get(o));
        }
      };
    }
  }

  private final Map<Value, Double> marks = new HashMap<>();
  private final List<Instruction> instructions = new ArrayList<>();

  private List<Value> emit(boolean overwrites, List<Value> inputs, long... lengths) {
    List<Value> outputs = new ArrayList<>();
    List<Double> own = new ArrayList<>();
    for (long length : lengths) {
      Value value = Value.of("v" + marks.size(), Value.Kind.COMPUTED, DataType.FLOAT, length);
      marks.put(value, marks.size() + 1.0);
      outputs.add(value);
      own.add(marks.get(value));
    }
    instructions.add(new Instruction(new Marker(inputs.stream().map(v -> marks.get(v.base())).toList(), own, overwrites), inputs, outputs, "test"));
    return outputs;
  }

  private long run(Set<Value> pinned) {
    MemoryPlanner planner = MemoryPlanner.plan(instructions, pinned, List.of(), Set.of(), instructions.size());
    long size = planner.sizes().get(DataType.FLOAT);
    try (INDArray block = Nd4j.create(DataType.FLOAT, size)) {
      planner.give(Map.of(DataType.FLOAT, block), new SharedViews());
      for (Instruction i : instructions) {
        i.kernel().bind(i.inputs().stream().map(Value::array).toArray(INDArray[]::new), i.outputs().stream().map(Value::array).toArray(INDArray[]::new)).run();
      }
      pinned.forEach(v -> assertThat(v.array().meanNumber().doubleValue()).isEqualTo(marks.get(v)));
    }
    return size;
  }

  @Property(tries = 60)
  void nothingIsOverwrittenWhileSomebodyNeedsIt(long seed) {
    instructions.clear();
    RandomStream random = RandomStream.of(seed, "program");
    List<Value> values = new ArrayList<>(emit(false, List.of(), 5));
    Set<Value> pinned = new HashSet<>();
    for (int k = 0; k < 25; k++) {
      Set<Value> inputs = new HashSet<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        Value input = values.get(Math.max(0, values.size() - 1 - random.nextInt(6)));
        inputs.add(random.nextInt(4) == 0 ? input.reshaped(1, input.length()) : input);
      }
      long[] lengths = random.nextInt(4) == 0 ? new long[] {1 + random.nextInt(40), 1 + random.nextInt(40)} : new long[] {1 + 7 * random.nextInt(4)};
      List<Value> outputs = emit(random.nextInt(2) == 0, List.copyOf(inputs), lengths);
      values.addAll(outputs);
      if (random.nextInt(8) == 0) {
        pinned.add(outputs.get(0));
      }
    }
    run(pinned);
  }

  @Test
  void aChainNeedsTwoPlacesAndOneWhereItMayOverwrite() {
    List<Value> value = emit(false, List.of(), 1000);
    for (int i = 0; i < 10; i++) {
      value = emit(false, value, 1000);
    }
    assertThat(run(Set.of(value.get(0)))).isBetween(2000L, 2100L);
    instructions.clear();
    value = emit(true, List.of(), 1000);
    for (int i = 0; i < 10; i++) {
      value = emit(true, value, 1000);
    }
    assertThat(run(Set.of(value.get(0)))).isBetween(1000L, 1050L);
  }
}
