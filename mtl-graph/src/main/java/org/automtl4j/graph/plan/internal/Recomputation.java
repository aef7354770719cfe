package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes large arrays a second time in the backward pass where that costs little, instead of keeping them from the forward pass on: those that follow element
 * by element from parameters and small arrays alone, such as the mixed kernels of a supermodel's convolutions. The calls are the same, and so are the bits.
 */
final class Recomputation {
  /** Smaller arrays are not worth a call, and may be kept for the sake of larger ones. */
  private static final long LARGE = 1 << 14;

  private final List<Instruction> instructions;
  private final Map<Value, Instruction> makers = new IdentityHashMap<>();

  private Recomputation(List<Instruction> instructions, int forward, Set<Value> kept) {
    this.instructions = instructions;
    for (Instruction instruction : instructions.subList(0, forward)) {
      Value output = instruction.outputs().get(0);
      if (instruction.outputs().size() == 1 && output.length() >= LARGE && !kept.contains(output.base()) && instruction.kernel().isElementwise()
          && instruction.inputs().stream().allMatch(this::lasts)) {
        makers.put(output.base(), instruction);
      }
    }
  }

  /**
   * @param instructions of a step
   * @param forward how many of them belong to the forward pass
   * @param kept values that must be there at the end of a step anyway
   * @return the instructions with those that compute something again; the forward pass is the same
   */
  static List<Instruction> of(List<Instruction> instructions, int forward, Set<Value> kept) {
    return new Recomputation(instructions, forward, kept).after(forward);
  }

  private boolean lasts(Value input) {
    return input.kind() == Value.Kind.PARAMETER || input.isConstant() || input.length() < LARGE || makers.containsKey(input.base());
  }

  private List<Instruction> after(int forward) {
    List<Instruction> all = new ArrayList<>(instructions.subList(0, forward));
    Map<Value, Value> again = new IdentityHashMap<>();
    for (Instruction instruction : instructions.subList(forward, instructions.size())) {
      all.add(repeated(instruction, instruction.outputs(), all, again));
    }
    return all;
  }

  /** The same call on arrays that are computed again where they have to be, by calls that are added first. */
  private Instruction repeated(Instruction original, List<Value> outputs, List<Instruction> all, Map<Value, Value> again) {
    List<Value> inputs = new ArrayList<>();
    for (Value input : original.inputs()) {
      Instruction maker = makers.get(input.base());
      if (maker == null) {
        inputs.add(input);
        continue;
      }
      Value base = again.get(input.base());
      if (base == null) {
        Value old = input.base();
        base = Value.of(old.name(), Value.Kind.COMPUTED, old.type(), old.shape());
        all.add(repeated(maker, List.of(base), all, again));
        again.put(old, base);
      }
      inputs.add(base.reshaped(input.shape()));
    }
    return new Instruction(original.kernel(), inputs, outputs, original.origin());
  }
}
