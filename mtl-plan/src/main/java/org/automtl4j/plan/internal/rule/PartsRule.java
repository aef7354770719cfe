package org.automtl4j.plan.internal.rule;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * An array cut into equal parts along a dimension: the parts' gradients one after the other, 0 for parts that the loss does not see.
 *
 * @param drops whether the dimension goes because each part has size 1 (ND4J's unstack), or stays (split)
 */
record PartsRule(boolean drops) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (!gradients.needs(x)) {
      return;
    }
    int dimension = (int) Math.floorMod(node.arguments().integer(drops ? 0 : 1, 0), (long) x.rank());
    long[] shape = x.shape();
    shape[dimension] /= node.outputs().size();
    List<Value> parts = new ArrayList<>();
    for (Value output : node.outputs()) {
      parts.add(gradients.of(output).orElseGet(() -> tape.filled(x.type(), 0, shape)).reshaped(shape));
    }
    gradients.add(x, tape.math().concat(parts, dimension));
  }
}
