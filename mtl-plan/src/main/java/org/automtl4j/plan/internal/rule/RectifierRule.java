package org.automtl4j.plan.internal.rule;

import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.compile.Epilogue;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * A rectifier, y = min(max(x, cutoff), high), which the pass that gives x computes along with x where it can.
 *
 * @param high the largest y
 * @param slope how its gradient passes
 */
record RectifierRule(double high, UnaryRule.Slope slope) implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    Optional<Value> together = node.legacy() == null ? Optional.empty() : Epilogue.limit(node.input(0), node.scalar(), high, tape);
    return together.map(List::of).orElseGet(() -> Rule.super.forward(node, tape));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    new UnaryRule(slope).backward(node, gradients, tape);
  }
}
