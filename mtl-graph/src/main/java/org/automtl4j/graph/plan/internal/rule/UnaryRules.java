package org.automtl4j.graph.plan.internal.rule;

import org.automtl4j.graph.plan.internal.Arithmetic;
import org.automtl4j.graph.plan.internal.RuleBook;
import org.automtl4j.graph.plan.internal.Value;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;

/** The operations on each element by itself: activations and elementary functions. */
final class UnaryRules {
  private UnaryRules() {}

  static void addTo(RuleBook book) {
    unary(book, (dy, x, y, m, n) -> m.negate(dy), "neg");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, y), "exp");
    unary(book, (dy, x, y, m, n) -> m.divide(dy, x), "log");
    unary(book, (dy, x, y, m, n) -> m.scale(m.divide(dy, y), 0.5), "sqrt");
    unary(book, (dy, x, y, m, n) -> m.scale(m.divide(m.multiply(dy, y), x), -0.5), "rsqrt");
    unary(book, (dy, x, y, m, n) -> m.scale(m.multiply(dy, x), 2), "square");
    unary(book, (dy, x, y, m, n) -> m.scale(m.multiply(dy, m.apply(new Square(), x)), 3), "cube");
    unary(book, (dy, x, y, m, n) -> m.negate(m.multiply(dy, m.apply(new Square(), y))), "Reciprocal");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Sign(), x)), "abs");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.multiply(y, oneMinus(y, m))), "sigmoid");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, oneMinus(m.apply(new Square(), y), m)), "tanh");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Sigmoid(), x)), "softplus");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Sign(), y)), "relu");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, inside(y, m)), "relu6");
  }

  private static void unary(RuleBook book, UnaryRule.Slope slope, String op) {
    book.put(new UnaryRule(slope), op);
  }

  private static Value oneMinus(Value a, Arithmetic math) {
    return math.scalar(new ScalarReverseSubtraction(), a, 1);
  }

  /** 1 where 0 < y < 6, else 0: the sign of y (6 - y), for y in [0, 6]. */
  private static Value inside(Value y, Arithmetic math) {
    return math.apply(new Sign(), math.multiply(y, math.scalar(new ScalarReverseSubtraction(), y, 6)));
  }
}
