package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.RuleBook;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cosh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sinh;

/** The operations on each element by itself: activations and elementary functions. */
final class UnaryRules {
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

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
    book.put(new RectifierRule(Double.POSITIVE_INFINITY, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Sign(), y))), "relu");
    book.put(new RectifierRule(6, (dy, x, y, m, n) -> m.multiply(dy, inside(y, 6, m))), "relu6");
    functions(book);
    activations(book);
  }

  private static void functions(RuleBook book) {
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Cos(), x)), "sin");
    unary(book, (dy, x, y, m, n) -> m.negate(m.multiply(dy, m.apply(new Sin(), x))), "cos");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Cosh(), x)), "sinh");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Sinh(), x)), "cosh");
    unary(book, (dy, x, y, m, n) -> m.divide(dy, m.plus(m.apply(new Square(), x), 1)), "atan");
    unary(book, (dy, x, y, m, n) -> m.divide(dy, m.plus(x, 1)), "log1p");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.plus(y, 1)), "expm1");
    unary(book, (dy, x, y, m, n) -> m.scale(m.multiply(dy, m.apply(new Exp(), m.negate(m.apply(new Square(), x)))), 2 / Math.sqrt(Math.PI)), "erf");
  }

  private static void activations(RuleBook book) {
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, below(y, n.arguments().real(0, 1), 1, m)), "elu");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, below(y, SELU_SCALE * SELU_ALPHA, SELU_SCALE, m)), "selu");
    unary(book, (dy, x, y, m, n) -> {
      Value s = m.apply(new Sigmoid(), x);
      return m.multiply(dy, m.add(s, m.multiply(y, oneMinus(s, m))));
    }, "swish");
    unary(book, (dy, x, y, m, n) -> m.scale(m.multiply(dy, inside(y, 1, m)), 0.2), "hard_sigmoid");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Sign(), oneMinus(m.apply(new Square(), y), m))), "hardtanh");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, m.apply(new Square(), oneMinus(m.apply(new Abs(), y), m))), "softsign");
    unary(book, (dy, x, y, m, n) -> m.multiply(dy, oneMinus(m.apply(new Sigmoid(), x), m)), "logsigmoid");
  }

  private static void unary(RuleBook book, UnaryRule.Slope slope, String op) {
    book.put(new UnaryRule(slope), op);
  }

  private static Value oneMinus(Value a, Arithmetic math) {
    return math.scalar(new ScalarReverseSubtraction(), a, 1);
  }

  /** 1 where 0 < y < top, else 0: the sign of y (top - y), for y in [0, top]. */
  private static Value inside(Value y, double top, Arithmetic math) {
    return math.apply(new Sign(), math.multiply(y, math.scalar(new ScalarReverseSubtraction(), y, top)));
  }

  /** A slope where y > 0, else y + bend: exponential units. */
  private static Value below(Value y, double bend, double slope, Arithmetic math) {
    Value above = math.scalar(new Step(), y, 0);
    return math.add(math.scale(above, slope), math.multiply(oneMinus(above, math), math.plus(y, bend)));
  }
}
