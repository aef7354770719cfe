package org.automtl4j.graph.model.internal.step;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** The operations of a SameDiff graph that predictions need, told apart by whether their result depends on the input or on parameters only. */
public final class InferenceOps {
  private final SameDiff sd;
  private final Map<String, SameDiffOp> makers = new HashMap<>();
  private final Set<String> needed = new HashSet<>();
  private final Set<String> fromInput = new HashSet<>();

  public InferenceOps(SameDiff sd, String input, Collection<String> predictions) {
    this.sd = sd;
    for (SameDiffOp op : sd.getOps().values()) {
      op.getOutputsOfOp().forEach(output -> makers.put(output, op));
    }
    Deque<String> open = new ArrayDeque<>(predictions);
    while (!open.isEmpty()) {
      String variable = open.pop();
      if (needed.add(variable) && makers.containsKey(variable)) {
        open.addAll(inputs(makers.get(variable)));
      }
    }
    fromInput.add(input);
    for (SameDiffOp op : sd.getOps().values()) { // topological
      if (inputs(op).stream().anyMatch(fromInput::contains)) {
        fromInput.addAll(op.getOutputsOfOp());
      }
    }
  }

  /** Those that work on activations, in topological order. */
  List<SameDiffOp> onActivations() {
    return sd.getOps().values().stream().filter(op -> op.getOutputsOfOp().stream().anyMatch(o -> needed.contains(o) && fromInput.contains(o))).toList();
  }

  boolean isActivation(String variable) {
    return fromInput.contains(variable);
  }

  /** The operation that makes a variable; null for variables that are not made. */
  SameDiffOp maker(String variable) {
    return makers.get(variable);
  }

  static List<String> inputs(SameDiffOp op) {
    return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
  }
}
