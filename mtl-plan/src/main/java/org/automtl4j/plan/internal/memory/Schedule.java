package org.automtl4j.plan.internal.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Handover;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.Value;

/**
 * The instructions of a program and where their arrays will lie.
 *
 * @param instructions in the order in which they run
 * @param forward how many of them belong to the forward pass
 * @param handovers what is given away before the end, in that order
 * @param memory the places
 */
public record Schedule(List<Instruction> instructions, int forward, List<Handover> handovers, MemoryPlanner memory) {
  /**
   * Leaves out what nobody needs.
   *
   * @param all the instructions
   * @param forwardEnd how much of it belongs to the forward pass
   * @param results what must be there at the end of a step
   * @param variables by name, those whose gradients are handed out as soon as they are there
   * @param gradients all gradients by the variable's name
   * @param drawn inputs that are filled in every step before they are read, and may lie where other arrays lie before and afterwards
   * @param repeatable whether the backward pass may run several times after one forward pass
   */
  public static Schedule of(
      List<Instruction> all, int forwardEnd, Collection<Value> results, Map<String, Value> variables, Map<String, Value> gradients, Set<Value> drawn, boolean repeatable) {
    Set<Value> pinned = Collections.newSetFromMap(new IdentityHashMap<>());
    results.forEach(v -> pinned.add(v.base()));
    gradients.forEach((name, gradient) -> {
      if (!variables.containsKey(name)) {
        pinned.add(gradient.base());
      }
    });
    Set<Value> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    wanted.addAll(pinned);
    gradients.values().forEach(v -> wanted.add(v.base()));
    boolean[] useful = useful(all, wanted);
    List<Instruction> kept = new ArrayList<>();
    int forward = 0;
    for (int k = 0; k < all.size(); k++) {
      if (useful[k]) {
        kept.add(all.get(k));
        forward += k < forwardEnd ? 1 : 0;
      }
    }
    PartialGradients partial = PartialGradients.of(kept, gradients, variables.keySet(), pinned);
    partial.gradients().values().forEach(v -> wanted.add(v.base()));
    List<Instruction> instructions = List.copyOf(Recomputation.of(partial.instructions(), forward, wanted, drawn));
    List<Handover> handovers = Handover.of(instructions, forward, variables, partial.gradients(), partial.first());
    return new Schedule(instructions, forward, handovers, MemoryPlanner.plan(instructions, pinned, handovers, drawn, repeatable ? forward : instructions.size()));
  }

  /** The number of the first instruction that reads an array, or how many there are. */
  public int firstReader(Value value) {
    int k = 0;
    while (k < instructions.size() && instructions.get(k).inputs().stream().noneMatch(v -> v.base() == value)) {
      k++;
    }
    return k;
  }

  private static boolean[] useful(List<Instruction> instructions, Set<Value> wanted) {
    Set<Value> read = Collections.newSetFromMap(new IdentityHashMap<>());
    read.addAll(wanted);
    boolean[] useful = new boolean[instructions.size()];
    for (int k = useful.length - 1; k >= 0; k--) {
      useful[k] = instructions.get(k).outputs().stream().anyMatch(v -> read.contains(v.base()));
      if (useful[k]) {
        instructions.get(k).inputs().forEach(v -> read.add(v.base()));
      }
    }
    return useful;
  }
}
