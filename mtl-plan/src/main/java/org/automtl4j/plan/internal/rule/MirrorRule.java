package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * Numbers that only change places: the gradient goes back through the operation that undoes it, which takes the same arguments.
 *
 * @param inverse that operation
 */
record MirrorRule(String inverse) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      gradients.add(x, tape.custom(inverse, node.arguments(), gradients.of(node.output()).orElseThrow()).get(0));
    }
  }
}
