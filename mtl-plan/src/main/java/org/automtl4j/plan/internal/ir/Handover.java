package org.automtl4j.plan.internal.ir;

import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A gradient that is handed out in the middle of the backward pass, after which its memory is free. By then the gradient is complete and nobody reads the
 * variable any more, so whoever takes the gradient may change the variable at once.
 *
 * @param variable the variable's name
 * @param gradient the loss's gradient with respect to it, or that part of it which is not 0 anyway
 * @param first the place of the first number of that part
 * @param before the number of the instruction before which it happens; as many as there are if it happens at the end
 */
public record Handover(String variable, Value gradient, long first, int before) {
  /**
   * @param instructions of a step
   * @param forward how many of them belong to the forward pass
   * @param variables by name, those whose gradients are handed out
   * @param gradients by the variable's name
   * @param first for those of which there is a part only, the place of its first number
   * @return when each is handed out, in that order
   */
  public static List<Handover> of(List<Instruction> instructions, int forward, Map<String, Value> variables, Map<String, Value> gradients,
      Map<String, Long> first) {
    Map<Value, Integer> written = new IdentityHashMap<>();
    Map<Value, Integer> read = new IdentityHashMap<>();
    for (int k = 0; k < instructions.size(); k++) {
      int next = k + 1;
      instructions.get(k).outputs().forEach(v -> written.put(v.base(), next));
      instructions.get(k).inputs().forEach(v -> read.put(v.base(), next));
    }
    Set<String> names = new TreeSet<>(variables.keySet());
    names.retainAll(gradients.keySet());
    return names.stream().map(name -> {
      Value gradient = gradients.get(name);
      int ready = Math.max(written.getOrDefault(gradient.base(), 0), read.getOrDefault(variables.get(name).base(), 0));
      return new Handover(name, gradient, first.getOrDefault(name, 0L), Math.max(forward, ready));
    }).sorted(Comparator.comparingInt(Handover::before)).toList();
  }
}
