package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.RuleBook;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.api.ops.impl.scalar.Step;

/** The operations on an array and a number that the graph fixes. */
final class ScalarRules {
  private ScalarRules() {}

  static void addTo(RuleBook book) {
    UnaryRule same = new UnaryRule((dy, x, y, m, n) -> dy);
    book.put(same, "add_scalar", "sub_scalar");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.negate(dy)), "rsub_scalar");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.scale(dy, n.scalar())), "mul_scalar");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.scale(dy, 1 / n.scalar())), "div_scalar");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.negate(m.divide(m.multiply(dy, y), x))), "rdiv_scalar");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.scale(m.multiply(dy, m.scalar(new Pow(), x, n.scalar() - 1)), n.scalar())), "pow");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.multiply(dy, m.scalar(new Step(), m.plus(x, -n.scalar()), 0))), "max_scalar");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.multiply(dy, m.scalar(new Step(), m.negate(m.plus(x, -n.scalar())), 0))), "scalar_min");
    book.put(new UnaryRule((dy, x, y, m, n) -> m.multiply(dy, m.plus(m.scale(m.scalar(new Step(), x, 0), 1 - n.scalar()), n.scalar()))), "leakyrelu");
    book.put(new UnaryRule((dy, x, y, m, n) -> {
      Value aboveLow = m.scalar(new Step(), m.plus(x, -n.arguments().real(0, 0)), 0);
      Value belowHigh = m.scalar(new Step(), m.negate(m.plus(x, -n.arguments().real(1, 0))), 0);
      return m.multiply(dy, m.multiply(aboveLow, belowHigh));
    }), "ClipByValue");
  }
}
