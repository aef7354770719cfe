package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * An operation on each element by itself.
 *
 * @param slope how its gradient passes
 */
record UnaryRule(Slope slope) implements Rule {
  /** dx from x, y = f(x) and dy. */
  @FunctionalInterface
  interface Slope {
    Value times(Value dy, Value x, Value y, Arithmetic math, Node node);
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    if (gradients.needs(node.input(0))) {
      Value dy = gradients.of(node.output()).orElseThrow();
      gradients.add(node.input(0), slope.times(dy, node.input(0), node.output(), tape.math(), node));
    }
  }
}
