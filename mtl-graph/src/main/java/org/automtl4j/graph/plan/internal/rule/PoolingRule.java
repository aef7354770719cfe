package org.automtl4j.graph.plan.internal.rule;

import org.automtl4j.graph.plan.internal.Gradients;
import org.automtl4j.graph.plan.internal.Node;
import org.automtl4j.graph.plan.internal.Rule;
import org.automtl4j.graph.plan.internal.Tape;
import org.automtl4j.graph.plan.internal.Value;

/**
 * Largest and mean values of windows.
 *
 * @param op the operation's name
 */
record PoolingRule(String op) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      gradients.add(x, tape.custom(op + "_bp", node.arguments(), x, gradients.of(node.output()).orElseThrow()).get(0));
    }
  }
}
