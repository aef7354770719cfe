package org.automtl4j.graph.plan.internal.rule;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.plan.internal.Gradients;
import org.automtl4j.graph.plan.internal.Node;
import org.automtl4j.graph.plan.internal.Rule;
import org.automtl4j.graph.plan.internal.Tape;
import org.automtl4j.graph.plan.internal.Value;

/**
 * Two-dimensional convolutions, plain and depthwise: input, weights and an optional bias. The form in which they are computed depends on their geometry.
 *
 * @param op the operation's name
 */
record ConvolutionRule(String op) implements Rule {
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

  /**
   * A convolution whose outputs are multiplied and shifted, channel by channel, as a convolution with other weights and bias, if all of these are constant.
   *
   * @param node the convolution
   * @param scale the factors, [O]
   * @param shift the summands, [O]
   * @param tape takes the calls
   * @return the outputs; empty if it is no convolution, or its weights may change
   */
  static Optional<List<Value>> scaled(Node node, Value scale, Value shift, Tape tape) {
    boolean convolution = node.op().equals("conv2d") || node.op().equals("depthwise_conv2d");
    if (!convolution || !node.inputs().stream().skip(1).allMatch(Value::isConstant) || !Geometry.of(node).plain()) {
      return Optional.empty();
    }
    Value weights = node.input(1);
    boolean depthwise = node.op().equals("depthwise_conv2d");
    Value factors = depthwise ? scale.reshaped(1, 1, weights.size(2), weights.size(3)) : scale.reshaped(1, 1, 1, weights.size(3));
    Value bias = node.hasInput(2) ? tape.math().add(tape.math().multiply(node.input(2), scale), shift) : shift;
    Node folded = new Node(node.name(), node.op(), node.arguments(), null, List.of(node.input(0), tape.math().multiply(weights, factors), bias),
        node.outputNames(), List.of());
    return Optional.of(new ConvolutionRule(node.op()).forward(folded, tape));
  }
}
