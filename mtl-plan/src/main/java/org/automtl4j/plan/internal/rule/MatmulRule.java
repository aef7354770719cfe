package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** Y = op(A) op(B): dA = dY op(B)^T and dB = op(A)^T dY, with the transpositions that the operation has; matrices and batches of them. */
final class MatmulRule implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Arithmetic math = tape.math();
    Value a = node.input(0);
    Value b = node.input(1);
    boolean transposeA = node.arguments().integer(0, 0) != 0;
    boolean transposeB = node.arguments().integer(1, 0) != 0;
    if (node.arguments().integer(2, 0) != 0 || node.arguments().real(0, 1) != 1 || a.rank() < 2 || b.rank() < 2) {
      throw new IllegalArgumentException("there is a backward rule only for plain products of matrices, not for " + node.where());
    }
    Value dy = gradients.of(node.output()).orElseThrow();
    if (gradients.needs(a)) {
      Value da = transposeA ? math.matmul(b, dy, transposeB, true) : math.matmul(dy, b, false, !transposeB);
      gradients.add(a, math.sumTo(da, a.shape()));
    }
    if (gradients.needs(b)) {
      Value db = transposeB ? math.matmul(dy, a, true, transposeA) : math.matmul(a, dy, !transposeA, false);
      gradients.add(b, math.sumTo(db, b.shape()));
    }
  }
}
