package org.automtl4j.plan.internal.rule.transformer;

import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.token.GeluGradientKernel;
import org.automtl4j.plan.internal.kernel.token.GeluKernel;
import org.automtl4j.plan.internal.kernel.token.TokenRows;

/**
 * A product that is a GELU, x times (1 + erf(x / sqrt 2)) / 2, in one pass each way: dx = dy (Phi(x) + x phi(x)). Only x is kept for the
 * backward pass.
 *
 * @param otherwise the rule of other products
 */
public record GeluRule(Rule otherwise) implements Rule {
  private static final double EXACT = 1e-7;

  @Override
  public List<Value> forward(Node node, Tape tape) {
    Optional<Value> x = input(node, tape);
    return x.map(found -> tape.emit(new GeluKernel(), List.of(tape.fresh(found.type(), found.shape())), found))
        .orElseGet(() -> otherwise.forward(node, tape));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Optional<Value> x = input(node, tape);
    if (x.isEmpty()) {
      otherwise.backward(node, gradients, tape);
    } else if (gradients.needs(x.get())) {
      Value dy = gradients.of(node.output()).orElseThrow();
      gradients.add(x.get(), tape.emit(new GeluGradientKernel(), List.of(tape.fresh(dy.type(), dy.shape())), dy, x.get()).get(0));
    }
  }

  /** x, if the product is the GELU of it and this room's loops are for it. */
  private static Optional<Value> input(Node node, Tape tape) {
    Value x = node.input(0);
    if (!tape.lowering() || !TokenRows.are(x)) {
      return Optional.empty();
    }
    return scalar(node.input(1), "mul_scalar", 0.5, tape).flatMap(sum -> scalar(sum, "add_scalar", 1, tape))
        .flatMap(erf -> tape.giver(erf).filter(n -> n.op().equals("erf")))
        .flatMap(erf -> scalar(erf.input(0), "mul_scalar", Math.sqrt(0.5), tape))
        .filter(found -> found == x);
  }

  /** What is read by the operation with a scalar that gives an array, if it is such an operation with that scalar. */
  private static Optional<Value> scalar(Value value, String op, double number, Tape tape) {
    return tape.giver(value).filter(n -> n.op().equals(op) && Math.abs(n.scalar() - number) < EXACT).map(n -> n.input(0));
  }
}
