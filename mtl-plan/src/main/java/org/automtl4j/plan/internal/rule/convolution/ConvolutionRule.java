package org.automtl4j.plan.internal.rule.convolution;

import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * Two-dimensional convolutions, plain and depthwise: input, weights and an optional bias. The form in which they are computed depends on their geometry.
 *
 * @param op the operation's name
 */
public record ConvolutionRule(String op) implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    return List.of(ConvolutionForm.of(op, node, tape).forward(node, tape));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value dy = gradients.of(node.output()).orElseThrow();
    if (gradients.needs(node.input(0)) || gradients.needs(node.input(1))) {
      ConvolutionForm.of(op, node, tape).backward(node, dy, gradients, tape);
    }
    if (node.hasInput(2) && gradients.needs(node.input(2))) {
      boolean channelsFirst = node.arguments().integer(9, 0) == 0;
      gradients.add(node.input(2), channelsFirst ? tape.math().sum(dy, 0, 2, 3) : tape.math().sum(dy, 0, 1, 2));
    }
  }
}
