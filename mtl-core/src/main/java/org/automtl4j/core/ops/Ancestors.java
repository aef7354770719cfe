package org.automtl4j.core.ops;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.Variable;

/** What a variable of a graph is computed from. */
public final class Ancestors {
  private Ancestors() {}

  /**
   * @param sd a graph
   * @param variable the name of one of its variables
   * @return the names of all variables that it depends on, itself included
   */
  public static Set<String> of(SameDiff sd, String variable) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(variable));
    while (!open.isEmpty()) {
      String name = open.pop();
      Variable known = sd.getVariables().get(name);
      if (found.add(name) && known.getOutputOfOp() != null) {
        open.addAll(sd.getOps().get(known.getOutputOfOp()).getInputsToOp());
      }
    }
    return found;
  }
}
