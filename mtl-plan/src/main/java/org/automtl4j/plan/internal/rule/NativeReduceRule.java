package org.automtl4j.plan.internal.rule;

import java.util.Arrays;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** The largest or smallest element and the norms over dimensions, through ND4J's own backward operation, which has the name of the operation with "_bp". */
final class NativeReduceRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      Value dy = gradients.of(node.output()).orElseThrow();
      Arguments arguments = Arguments.of(Arrays.stream(node.dimensions()).asLongStream().toArray()).flags(node.keepsDimensions());
      gradients.add(x, tape.custom(node.op() + "_bp", arguments, x, dy).get(0));
    }
  }
}
