package org.automtl4j.plan.internal.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;

/**
 * Leaves out of gradients that are handed out what is 0 anyway, if the call that computes one can: the taps of a kernel that see nothing but padding, which for
 * the dilations of a segmentation head are most of its weights. Neither zeros are written nor memory is taken for them.
 *
 * @param instructions of a step, with calls that compute parts
 * @param gradients by the variable's name, parts in the place of some of those that are handed out
 * @param first for parts, the place of the first number among the variable's
 */
record PartialGradients(List<Instruction> instructions, Map<String, Value> gradients, Map<String, Long> first) {
  /**
   * @param instructions of a step
   * @param gradients by the variable's name
   * @param handedOut names of variables whose gradients are handed out
   * @param pinned values that must be there at the end
   */
  static PartialGradients of(List<Instruction> instructions, Map<String, Value> gradients, Set<String> handedOut, Set<Value> pinned) {
    Map<Value, String> whole = new IdentityHashMap<>();
    Set<Value> several = Collections.newSetFromMap(new IdentityHashMap<>());
    several.addAll(pinned);
    gradients.forEach((name, gradient) -> {
      if (whole.put(gradient.base(), name) != null || !handedOut.contains(name)) {
        several.add(gradient.base());
      }
    });
    several.forEach(whole::remove);
    instructions.forEach(i -> i.inputs().forEach(input -> whole.remove(input.base())));
    PartialGradients partial = new PartialGradients(new ArrayList<>(), new HashMap<>(gradients), new HashMap<>());
    instructions.forEach(i -> partial.add(i, Optional.ofNullable(whole.get(i.outputs().get(0)))));
    return new PartialGradients(List.copyOf(partial.instructions), Collections.unmodifiableMap(partial.gradients), Map.copyOf(partial.first));
  }

  private void add(Instruction instruction, Optional<String> variable) {
    Optional<Kernel.Excerpt> part = variable.flatMap(name -> instruction.kernel().excerpt(instruction.outputs().get(0)));
    if (part.isEmpty()) {
      instructions.add(instruction);
      return;
    }
    Value old = instruction.outputs().get(0);
    Value value = Value.of(old.name(), Value.Kind.COMPUTED, old.type(), part.get().shape());
    List<Value> outputs = new ArrayList<>(instruction.outputs());
    outputs.set(0, value);
    instructions.add(new Instruction(part.get().kernel(), instruction.inputs(), outputs, instruction.origin()));
    gradients.put(variable.get(), value);
    first.put(variable.get(), part.get().first());
  }
}
