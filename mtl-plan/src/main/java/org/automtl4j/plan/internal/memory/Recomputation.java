package org.automtl4j.plan.internal.memory;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.Value;

/**
 * Computes large arrays a second time in the backward pass where that costs little, instead of keeping them from the forward pass on: what a few cheap calls give
 * from arrays that are still there, such as the mixed kernels of a supermodel's convolutions, and normalised and rectified maps (Chen et al.: Training deep nets
 * with sublinear memory cost, 2016). The calls are the same, and so are the bits.
 */
final class Recomputation {
  /** Smaller arrays are not worth a call, and may be kept for the sake of larger ones. */
  private static final long LARGE = 1 << 14;

  /** So many calls at most come between arrays that are kept. */
  private static final int LONGEST = 6;

  private final List<Instruction> instructions;
  private final Set<Value> unlasting;
  private final Map<Value, Integer> firstRead = new IdentityHashMap<>();
  private final Map<Value, Integer> lastRead = new IdentityHashMap<>();
  private final Map<Value, Instruction> makers = new IdentityHashMap<>();
  private final Map<Value, Integer> calls = new IdentityHashMap<>();

  private Recomputation(List<Instruction> instructions, int forward, Set<Value> kept, Set<Value> unlasting) {
    this.instructions = instructions;
    this.unlasting = unlasting;
    for (int k = forward; k < instructions.size(); k++) {
      for (Value input : instructions.get(k).inputs()) {
        firstRead.putIfAbsent(input.base(), k);
        lastRead.put(input.base(), k);
      }
    }
    for (int k = forward - 1; k >= 0; k--) {
      if (isCandidate(instructions.get(k), kept)) {
        wanted(instructions.get(k));
      }
    }
    for (Instruction instruction : instructions.subList(0, forward)) {
      if (isCandidate(instruction, kept)) {
        choose(instruction);
      }
    }
  }

  /**
   * @param instructions of a step
   * @param forward how many of them belong to the forward pass
   * @param kept values that must be there at the end of a step anyway
   * @param unlasting inputs that are not there in the backward pass, unless it reads them
   * @return the instructions with those that compute something again; the forward pass is the same
   */
  static List<Instruction> of(List<Instruction> instructions, int forward, Set<Value> kept, Set<Value> unlasting) {
    return new Recomputation(instructions, forward, kept, unlasting).after(forward);
  }

  private static boolean isCandidate(Instruction instruction, Set<Value> kept) {
    Value output = instruction.outputs().get(0);
    return instruction.outputs().size() == 1 && output.length() >= LARGE && !kept.contains(output.base()) && instruction.kernel().isCheap(instruction.inputs());
  }

  /** Whatever is computed again has its inputs read then, which may be computed again themselves. */
  private void wanted(Instruction instruction) {
    Integer when = firstRead.get(instruction.outputs().get(0).base());
    if (when != null) {
      instruction.inputs().forEach(input -> firstRead.merge(input.base(), when, Math::min));
    }
  }

  private void choose(Instruction instruction) {
    Value output = instruction.outputs().get(0).base();
    int when = firstRead.getOrDefault(output, Integer.MAX_VALUE);
    int needed = 1 + instruction.inputs().stream().map(Value::base).distinct().mapToInt(input -> calls.getOrDefault(input, 0)).sum();
    if (needed <= LONGEST && instruction.inputs().stream().allMatch(input -> isThere(input, when))) {
      makers.put(output, instruction);
      calls.put(output, needed);
    }
  }

  /** Whether an array is there at a place of the backward pass without being kept for it, or can be computed again. */
  private boolean isThere(Value input, int when) {
    Value base = input.base();
    return switch (base.kind()) {
      case PARAMETER, CONSTANT -> true;
      case INPUT -> !unlasting.contains(base) || lastRead.getOrDefault(base, -1) >= when;
      case COMPUTED -> base.length() < LARGE || makers.containsKey(base) || lastRead.getOrDefault(base, -1) >= when;
    };
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
