package org.automtl4j.plan.internal.rule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ops.impl.scalar.Step;

/**
 * y = a b: da = b dy, db = a dy, summed over what was broadcast. Dropout after a rectifier, y = relu(x) mask, has dx = dy mask where x > 0, which y alone tells:
 * neither relu(x) nor the mask need be kept for the backward pass.
 */
final class MultiplyRule implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    return List.of(tape.math().multiply(node.input(0), node.input(1)));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Arithmetic math = tape.math();
    Value dy = gradients.of(node.output()).orElseThrow();
    Value a = node.input(0);
    Value b = node.input(1);
    Optional<Node> rectifier = tape.onlyFor(a).filter(n -> n.op().equals("relu"));
    OptionalDouble kept = tape.dropout(b);
    if (rectifier.isPresent() && kept.isPresent() && !gradients.needs(b) && node.output().sameShape(a)) {
      gradients.add(rectifier.get().input(0), math.multiply(dy, math.scale(math.scalar(new Step(), node.output(), 0), kept.getAsDouble())));
      return;
    }
    if (gradients.needs(a)) {
      gradients.add(a, math.sumTo(math.multiply(dy, b), a.shape()));
    }
    if (gradients.needs(b)) {
      gradients.add(b, math.sumTo(math.multiply(dy, a), b.shape()));
    }
  }
}
