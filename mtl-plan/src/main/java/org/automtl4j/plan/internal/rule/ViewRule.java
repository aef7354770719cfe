package org.automtl4j.plan.internal.rule;

import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Native;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** The same numbers in the same order in another shape: no call at all, neither forward nor backward. */
final class ViewRule implements Rule {
  private final boolean stopsGradients;

  ViewRule(boolean stopsGradients) {
    this.stopsGradients = stopsGradients;
  }

  @Override
  public List<Value> forward(Node node, Tape tape) {
    return List.of(node.input(0).reshaped(Native.outputShape(node, tape)));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    if (!stopsGradients) {
      gradients.add(node.input(0), gradients.of(node.output()).orElseThrow());
    }
  }
}
