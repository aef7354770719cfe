package org.automtl4j.graph.plan.internal.rule;

import java.util.List;
import org.automtl4j.graph.plan.internal.Arithmetic;
import org.automtl4j.graph.plan.internal.Gradients;
import org.automtl4j.graph.plan.internal.Node;
import org.automtl4j.graph.plan.internal.Rule;
import org.automtl4j.graph.plan.internal.Tape;
import org.automtl4j.graph.plan.internal.Value;

/** y = a b: da = b dy, db = a dy, summed over what was broadcast. */
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
    if (gradients.needs(a)) {
      gradients.add(a, math.sumTo(math.multiply(dy, b), a.shape()));
    }
    if (gradients.needs(b)) {
      gradients.add(b, math.sumTo(math.multiply(dy, a), b.shape()));
    }
  }
}
