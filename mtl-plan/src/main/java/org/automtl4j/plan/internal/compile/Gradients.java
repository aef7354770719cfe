package org.automtl4j.plan.internal.compile;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** The gradients that are known so far in the backward pass, and which values need one. */
public final class Gradients {
  private final Tape tape;
  private final Set<Value> needed;
  private final Map<Value, Value> found = new IdentityHashMap<>();

  Gradients(Tape tape, Set<Value> needed) {
    this.tape = tape;
    this.needed = needed;
  }

  /** Every value through which one of the wanted ones influences a result. */
  static Set<Value> needed(List<Node> nodes, Set<Value> wanted) {
    Set<Value> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(wanted);
    for (Node node : nodes) {
      if (node.inputs().stream().anyMatch(needed::contains)) {
        node.outputs().stream().filter(v -> v.type().isFPType()).forEach(needed::add);
      }
    }
    return needed;
  }

  /**
   * @param value an array of the forward pass
   * @return whether its gradient is wanted, for itself or on the way to one that is
   */
  public boolean needs(Value value) {
    return needed.contains(value);
  }

  /**
   * @param value an array of the forward pass whose readers have all been dealt with
   * @return the gradient of the loss with respect to it; empty if the loss does not depend on it
   */
  public Optional<Value> of(Value value) {
    return Optional.ofNullable(found.get(value));
  }

  /**
   * Adds one reader's contribution.
   *
   * @param value the array that was read
   * @param contribution of its shape
   */
  public void add(Value value, Value contribution) {
    if (!needs(value)) {
      return;
    }
    Value shaped = contribution.reshaped(value.shape());
    Value before = found.get(value);
    found.put(value, before == null ? shaped : tape.math().add(before, shaped));
  }
}
