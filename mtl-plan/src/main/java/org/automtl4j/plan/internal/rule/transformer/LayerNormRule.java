package org.automtl4j.plan.internal.rule.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.token.LayerNormGradientKernel;
import org.automtl4j.plan.internal.kernel.token.LayerNormKernel;
import org.automtl4j.plan.internal.kernel.token.TokenRows;

/**
 * A sum that ends a layer normalisation, c / sqrt(mean(c^2) + epsilon) gamma + beta with c = x - mean(x) over the last axis, in one pass
 * each way. Only x and two numbers of each row are kept for the backward pass.
 *
 * @param otherwise the rule of other sums
 */
public record LayerNormRule(Rule otherwise) implements Rule {

  /** What is normalised, and how. */
  private record Norm(Value x, Value gamma, Value beta, double epsilon) {}

  @Override
  public List<Value> forward(Node node, Tape tape) {
    Optional<Norm> found = norm(node, tape);
    if (found.isEmpty()) {
      return otherwise.forward(node, tape);
    }
    Norm norm = found.get();
    long rows = norm.x().length() / norm.gamma().length();
    List<Value> outputs = List.of(tape.fresh(norm.x().type(), norm.x().shape()), tape.fresh(norm.x().type(), rows, 2));
    List<Value> given = tape.emit(new LayerNormKernel(norm.epsilon()), outputs, norm.x(), norm.gamma(), norm.beta());
    tape.memo(statistics(node), () -> given.get(1));
    return List.of(given.get(0));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Optional<Norm> found = norm(node, tape);
    if (found.isEmpty()) {
      otherwise.backward(node, gradients, tape);
      return;
    }
    Norm norm = found.get();
    Value dy = gradients.of(node.output()).orElseThrow();
    Value statistics = tape.memo(statistics(node), () -> {
      throw new IllegalStateException("no statistics of " + node.where());
    });
    List<Value> outputs = List.of(tape.fresh(dy.type(), norm.x().shape()), tape.fresh(dy.type(), norm.gamma().shape()),
        tape.fresh(dy.type(), norm.beta().shape()));
    List<Value> given = tape.emit(new LayerNormGradientKernel(), outputs, dy, norm.x(), statistics, norm.gamma());
    gradients.add(norm.x(), given.get(0));
    gradients.add(norm.gamma(), given.get(1));
    gradients.add(norm.beta(), given.get(2));
  }

  private static List<String> statistics(Node node) {
    return List.of("layer norm", node.name());
  }

  private static Optional<Norm> norm(Node sum, Tape tape) {
    Value beta = sum.input(1);
    if (!tape.lowering() || !TokenRows.are(sum.input(0)) || beta.rank() != 1 || beta.size(0) != sum.input(0).size(-1)) {
      return Optional.empty();
    }
    Optional<Node> product = tape.giver(sum.input(0))
        .filter(n -> n.op().equals("multiply") && n.input(1).sameShape(beta) && n.input(1).type() == beta.type());
    Optional<Node> quotient = product.flatMap(n -> tape.giver(n.input(0))).filter(n -> n.op().equals("divide"));
    Optional<Node> shifted = quotient.flatMap(n -> tape.giver(n.input(1))).filter(n -> n.op().equals("sqrt"))
        .flatMap(n -> tape.giver(n.input(0)))
        .filter(n -> n.op().equals("add_scalar"));
    if (shifted.isEmpty()) {
      return Optional.empty();
    }
    Value centred = quotient.get().input(0);
    Optional<Value> squares = averaged(shifted.get().input(0), tape);
    boolean variance = squares.flatMap(tape::giver).filter(n -> n.op().equals("square") && n.input(0) == centred).isPresent();
    Optional<Node> difference = tape.giver(centred).filter(n -> n.op().equals("subtract"));
    boolean mean = difference.flatMap(n -> averaged(n.input(1), tape).filter(x -> x == n.input(0))).isPresent();
    if (!variance || !mean || !Arrays.equals(difference.get().input(0).shape(), sum.input(0).shape())) {
      return Optional.empty();
    }
    return Optional.of(new Norm(difference.get().input(0), product.get().input(1), beta, shifted.get().scalar()));
  }

  /** That of which an array, [.., 1], is the mean over the last axis. */
  private static Optional<Value> averaged(Value mean, Tape tape) {
    Optional<Node> giver = tape.giver(mean);
    Optional<Node> reduced = giver.filter(n -> n.op().equals("expand_dims")).flatMap(n -> tape.giver(n.input(0))).or(() -> giver);
    return reduced.filter(n -> n.op().equals("reduce_mean") && mean.size(-1) == 1 && mean.rank() == n.input(0).rank()
        && Arrays.equals(n.dimensions(), new int[] {n.input(0).rank() - 1})).map(n -> n.input(0));
  }
}
