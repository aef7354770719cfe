package org.automtl4j.plan.internal.rule.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.token.SoftmaxGradientKernel;
import org.automtl4j.plan.internal.kernel.token.TokenRows;
import org.automtl4j.plan.internal.kernel.token.WindowSoftmaxKernel;

/**
 * The softmax of attention within windows, over the last axis of scores [B, heads, n, m] + bias [1, heads, n, m] and perhaps + a constant
 * mask [1, windows, 1, n, m] seen as [N, windows, heads, n, m], in one pass each way. Only its result is kept for the backward pass.
 *
 * @param otherwise the rule of other softmaxes
 */
public record WindowSoftmaxRule(Rule otherwise) implements Rule {

  /** What a softmax is taken of. */
  private record Scores(Value raw, Value bias, Optional<Value> mask) {}

  @Override
  public List<Value> forward(Node node, Tape tape) {
    Optional<Scores> found = scores(node, tape);
    if (found.isEmpty()) {
      return otherwise.forward(node, tape);
    }
    Value raw = found.get().raw();
    Value bias = found.get().bias();
    Value[] inputs = found.get().mask().map(mask -> new Value[] {raw, bias, mask}).orElseGet(() -> new Value[] {raw, bias});
    return tape.emit(new WindowSoftmaxKernel(), List.of(tape.fresh(raw.type(), raw.shape())), inputs);
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Optional<Scores> found = scores(node, tape);
    if (found.isEmpty()) {
      otherwise.backward(node, gradients, tape);
      return;
    }
    Value dy = gradients.of(node.output()).orElseThrow();
    Value gradient = tape.emit(new SoftmaxGradientKernel(), List.of(tape.fresh(dy.type(), dy.shape())), dy, node.output()).get(0);
    gradients.add(found.get().raw(), gradient);
    if (gradients.needs(found.get().bias())) {
      gradients.add(found.get().bias(), tape.math().sumTo(gradient, found.get().bias().shape()));
    }
  }

  private static Optional<Scores> scores(Node node, Tape tape) {
    Value whole = node.input(0);
    boolean last = Math.floorMod(node.arguments().integer(0, whole.rank() - 1L), (long) whole.rank()) == whole.rank() - 1;
    if (!tape.lowering() || !last || whole.rank() != 4 || !TokenRows.are(whole)) {
      return Optional.empty();
    }
    Optional<Scores> plain = biased(whole, tape);
    return plain.isPresent() ? plain : masked(whole, tape);
  }

  private static Optional<Scores> biased(Value sum, Tape tape) {
    return tape.giver(sum).filter(n -> n.op().equals("add") && n.input(0).sameShape(sum) && isBias(n.input(1), sum))
        .map(n -> new Scores(n.input(0), n.input(1), Optional.empty()));
  }

  private static boolean isBias(Value bias, Value scores) {
    return bias.type() == scores.type() && bias.rank() == 4 && bias.size(0) == 1 && bias.length() * scores.size(0) == scores.length();
  }

  private static Optional<Scores> masked(Value whole, Tape tape) {
    Optional<Node> sum = tape.giver(whole).filter(n -> n.op().equals("reshape")).flatMap(n -> tape.giver(n.input(0)))
        .filter(n -> n.op().equals("add"));
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    Value images = sum.get().input(0);
    Value mask = sum.get().input(1);
    boolean fits = mask.isConstant() && mask.type() == whole.type() && images.rank() == 5
        && Arrays.equals(mask.shape(), new long[] {1, images.size(1), 1, images.size(3), images.size(4)})
        && Arrays.equals(images.shape(), new long[] {images.size(0), images.size(1), whole.size(1), whole.size(2), whole.size(3)});
    if (!fits) {
      return Optional.empty();
    }
    return tape.giver(images).filter(n -> n.op().equals("reshape") && n.input(0).sameShape(whole)).flatMap(n -> biased(n.input(0), tape))
        .map(scores -> new Scores(scores.raw(), scores.bias(), Optional.of(mask)));
  }
}
