package org.automtl4j.plan.internal.rule;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * ND4J's own backward operation: inputs, then the output's gradient, and the arguments of the forward operation, in; the gradients of the first inputs out.
 *
 * @param op its name
 * @param differentiable how many of the inputs it gives gradients for
 */
record NativeBackwardRule(String op, int differentiable) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    if (node.inputs().stream().limit(differentiable).noneMatch(gradients::needs)) {
      return;
    }
    List<Value> inputs = new ArrayList<>(node.inputs());
    inputs.add(gradients.of(node.output()).orElseThrow());
    List<Value> results = tape.custom(op, node.arguments(), inputs.toArray(Value[]::new));
    for (int i = 0; i < differentiable; i++) {
      gradients.add(node.input(i), results.get(i));
    }
  }
}
