package org.automtl4j.plan.internal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Handover;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.SharedViews;
import org.automtl4j.plan.internal.ir.Strides;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gives computed arrays their places in one block of memory for each data type. Arrays that are never needed at the same time may share a place, and a call
 * that works element by element writes over an input that nobody reads any more. Places are given greedily, each in the smallest gap that fits, largest array
 * first (Pisarchyk and Lee: Efficient memory management for deep neural net inference, 2020) or longest kept first, whichever needs less.
 */
public final class MemoryPlanner {
  private static final int ALIGNMENT_BYTES = 64;
  private static final List<Comparator<Slot>> ORDERS = List.of(
      Comparator.comparingLong((Slot s) -> -s.length).thenComparingInt(s -> s.start),
      Comparator.comparingLong((Slot s) -> -s.length * (s.end - s.start + 1)).thenComparingInt(s -> s.start),
      Comparator.comparingInt((Slot s) -> s.start - s.end).thenComparingLong(s -> -s.length));

  private static final class Slot {
    final DataType type;
    final long length;
    final int start;
    int end;
    long offset;
    long best;

    Slot(DataType type, long length, int start) {
      long unit = Math.max(1, ALIGNMENT_BYTES / type.width());
      this.type = type;
      this.length = (length + unit - 1) / unit * unit;
      this.start = start;
      this.end = start;
    }

    boolean meets(Slot other) {
      return start <= other.end && other.start <= end;
    }
  }

  private final Map<Value, Slot> slots = new IdentityHashMap<>();
  private final List<Slot> order = new ArrayList<>();
  private final Map<DataType, Long> sizes = new EnumMap<>(DataType.class);

  private MemoryPlanner() {}

  /**
   * Finds a place for every computed value of the instructions.
   *
   * @param pinned values that must keep their contents to the end
   * @param handovers values that must keep their contents until then
   * @param drawn values that are there right before they are read for the first time
   * @param again after how many instructions those begin that may run several times; what they read of the others' is kept to the end. As many as there are: none
   */
  static MemoryPlanner plan(List<Instruction> instructions, Set<Value> pinned, List<Handover> handovers, Set<Value> drawn, int again) {
    MemoryPlanner planner = new MemoryPlanner();
    Set<Value> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(pinned);
    kept.addAll(readAgain(instructions, again));
    planner.live(instructions, kept, handovers, drawn);
    planner.place();
    return planner;
  }

  /** What the later instructions read of the earlier ones', and of what was there before. */
  private static Set<Value> readAgain(List<Instruction> instructions, int again) {
    Set<Value> read = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Value> made = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Instruction instruction : instructions.subList(again, instructions.size())) {
      instruction.inputs().stream().map(Value::base).filter(value -> !made.contains(value)).forEach(read::add);
      instruction.outputs().forEach(value -> made.add(value.base()));
    }
    return read;
  }

  /** Whether a value's memory is found here. */
  public boolean holds(Value value) {
    return slots.containsKey(value);
  }

  /** How many elements of each data type are needed. */
  public Map<DataType, Long> sizes() {
    return sizes;
  }

  /** Gives the values their places in blocks of at least these sizes. */
  public void give(Map<DataType, INDArray> blocks, SharedViews views) {
    slots.forEach((value, slot) -> {
      long[] shape = value.shape();
      value.hold(views.of(blocks.get(slot.type), slot.best, shape, Strides.of(shape)));
    });
  }

  private void live(List<Instruction> instructions, Set<Value> pinned, List<Handover> handovers, Set<Value> drawn) {
    Map<Value, Integer> firstUse = new IdentityHashMap<>();
    Map<Value, Integer> lastUse = new IdentityHashMap<>();
    for (int k = 0; k < instructions.size(); k++) {
      for (Value input : instructions.get(k).inputs()) {
        firstUse.putIfAbsent(input.base(), k);
        lastUse.put(input.base(), k);
      }
    }
    handovers.forEach(h -> lastUse.merge(h.gradient().base(), h.before(), Math::max));
    pinned.forEach(v -> lastUse.put(v.base(), instructions.size()));
    for (Value value : drawn) {
      Slot slot = slot(value, firstUse.getOrDefault(value, 0));
      slot.end = lastUse.getOrDefault(value, 0);
      slots.put(value, slot);
    }
    for (int k = 0; k < instructions.size(); k++) {
      Instruction instruction = instructions.get(k);
      for (int o = 0; o < instruction.outputs().size(); o++) {
        Value output = instruction.outputs().get(o).base();
        Slot slot = o == 0 ? overwritten(instruction, lastUse, k) : null;
        if (slot == null) {
          slot = slot(output, k);
        }
        slot.end = Math.max(slot.end, lastUse.getOrDefault(output, k));
        slots.put(output, slot);
      }
    }
  }

  private Slot slot(Value value, int start) {
    Slot slot = new Slot(value.type(), value.length(), start);
    order.add(slot);
    return slot;
  }

  private Slot overwritten(Instruction instruction, Map<Value, Integer> lastUse, int now) {
    Value output = instruction.outputs().get(0);
    for (int i = 0; i < instruction.inputs().size(); i++) {
      Value input = instruction.inputs().get(i);
      Slot slot = slots.get(input.base());
      if (slot != null && slot.end == now && lastUse.get(input.base()) == now && input.type() == output.type() && input.sameShape(output)
          && instruction.kernel().mayOverwrite(i, instruction.inputs())) {
        return slot;
      }
    }
    return null;
  }

  private void place() {
    long least = Long.MAX_VALUE;
    for (Comparator<Slot> by : ORDERS) {
      order.sort(by);
      Map<DataType, Long> tried = placed();
      long bytes = tried.entrySet().stream().mapToLong(e -> e.getValue() * e.getKey().width()).sum();
      if (bytes < least) {
        least = bytes;
        sizes.clear();
        sizes.putAll(tried);
        order.forEach(slot -> slot.best = slot.offset);
      }
    }
  }

  /** Gives the slots offsets in their present order, and says how many elements of each type that takes. */
  private Map<DataType, Long> placed() {
    Map<DataType, Long> needed = new EnumMap<>(DataType.class);
    Map<DataType, List<Slot>> placed = new EnumMap<>(DataType.class);
    for (Slot slot : order) {
      List<Slot> others = placed.computeIfAbsent(slot.type, t -> new ArrayList<>());
      slot.offset = gap(slot, others);
      int at = 0;
      while (at < others.size() && others.get(at).offset <= slot.offset) {
        at++;
      }
      others.add(at, slot);
      needed.merge(slot.type, slot.offset + slot.length, Math::max);
    }
    return needed;
  }

  /** The smallest gap between the places of arrays that live at the same time; the others are in the order of their places. */
  private static long gap(Slot slot, List<Slot> others) {
    long best = -1;
    long bestSize = Long.MAX_VALUE;
    long free = 0;
    for (Slot other : others) {
      if (!slot.meets(other)) {
        continue;
      }
      long size = other.offset - free;
      if (size >= slot.length && size < bestSize) {
        best = free;
        bestSize = size;
      }
      free = Math.max(free, other.offset + other.length);
    }
    return best >= 0 ? best : free;
  }
}
