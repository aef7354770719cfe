package org.automtl4j.plan;

import static org.automtl4j.plan.RuleCase.positive;
import static org.automtl4j.plan.RuleCase.spread;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.factory.Nd4j;

class ElementwiseRulesTest implements BackwardRuleContract {
  private static final long[] FULL = {2, 3, 3, 4};

  @Override
  public Stream<RuleCase> cases() {
    List<RuleCase> cases = new ArrayList<>();
    pairs().forEach((name, build) -> forms(name, build, cases));
    unary().forEach((name, build) -> cases.add(RuleCase.of(name, build, spread(1, 2, 3, 4))));
    ofPositive().forEach((name, build) -> cases.add(RuleCase.of(name, build, positive(1, 2, 3, 4))));
    return cases.stream();
  }

  /** Equal shapes, one value per channel in two ways, a number, and each of them on the left. */
  private static void forms(String name, RuleCase.Build build, List<RuleCase> cases) {
    boolean positive = name.equals("power") || name.contains("divide");
    long[][] shapes = {FULL, {1, 3, 1, 1}, {3, 1, 1}, {4}, {}, {2, 3, 1, 1}, {2, 1, 3, 4}};
    for (long[] shape : shapes) {
      INDArray full = positive ? positive(1, FULL) : spread(1, FULL);
      INDArray other = positive ? positive(2, shape) : spread(2, shape);
      cases.add(RuleCase.of(name + " " + Arrays.toString(shape), build, full, other));
      cases.add(RuleCase.of(name + " " + Arrays.toString(shape) + " on the left", build, other, full));
    }
    cases.add(RuleCase.of(name + " both broadcast", build, positive ? positive(1, 3, 1) : spread(1, 3, 1), positive ? positive(2, 1, 4) : spread(2, 1, 4)));
  }

  private static Map<String, RuleCase.Build> pairs() {
    Map<String, RuleCase.Build> pairs = new LinkedHashMap<>();
    pairs.put("add", (sd, in) -> in[0].add(in[1]));
    pairs.put("subtract", (sd, in) -> in[0].sub(in[1]));
    pairs.put("reverse subtract", (sd, in) -> in[0].rsub(in[1]));
    pairs.put("multiply", (sd, in) -> in[0].mul(in[1]));
    pairs.put("divide", (sd, in) -> in[0].div(in[1]));
    pairs.put("reverse divide", (sd, in) -> in[0].rdiv(in[1]));
    pairs.put("maximum", (sd, in) -> sd.math.max(in[0], in[1]));
    pairs.put("minimum", (sd, in) -> sd.math.min(in[0], in[1]));
    pairs.put("squared difference", (sd, in) -> sd.math.squaredDifference(in[0], in[1]));
    pairs.put("power", (sd, in) -> sd.math.pow(in[0], in[1]));
    return pairs;
  }

  private static Map<String, RuleCase.Build> unary() {
    Map<String, RuleCase.Build> unary = new LinkedHashMap<>();
    unary.put("neg", (sd, in) -> sd.math.neg(in[0]));
    unary.put("exp", (sd, in) -> sd.math.exp(in[0]));
    unary.put("square", (sd, in) -> sd.math.square(in[0]));
    unary.put("cube", (sd, in) -> sd.math.cube(in[0]));
    unary.put("abs", (sd, in) -> sd.math.abs(in[0]));
    unary.put("relu", (sd, in) -> sd.nn.relu(in[0], 0));
    unary.put("relu6", (sd, in) -> sd.nn.relu6(in[0].mul(4), 0));
    unary.put("leaky relu", (sd, in) -> sd.nn.leakyRelu(in[0], 0.1));
    unary.put("sigmoid", (sd, in) -> sd.nn.sigmoid(in[0]));
    unary.put("tanh", (sd, in) -> sd.nn.tanh(in[0]));
    unary.put("softplus", (sd, in) -> sd.nn.softplus(in[0]));
    unary.put("elu", (sd, in) -> sd.nn.elu(in[0]));
    unary.put("selu", (sd, in) -> sd.nn.selu(in[0]));
    unary.put("swish", (sd, in) -> sd.nn.swish(in[0]));
    unary.put("hard sigmoid", (sd, in) -> sd.nn.hardSigmoid(in[0].mul(3)));
    unary.put("hard tanh", (sd, in) -> sd.nn.hardTanh(in[0]));
    unary.put("softsign", (sd, in) -> sd.nn.softsign(in[0]));
    unary.put("log sigmoid", (sd, in) -> sd.nn.logSigmoid(in[0]));
    unary.put("sine", (sd, in) -> sd.math.sin(in[0]));
    unary.put("cosine", (sd, in) -> sd.math.cos(in[0]));
    unary.put("hyperbolic sine", (sd, in) -> sd.math.sinh(in[0]));
    unary.put("hyperbolic cosine", (sd, in) -> sd.math.cosh(in[0]));
    unary.put("arcus tangent", (sd, in) -> sd.math.atan(in[0]));
    unary.put("exp minus 1", (sd, in) -> sd.math.expm1(in[0]));
    unary.put("error function", (sd, in) -> sd.math.erf(in[0]));
    unary.put("clipped", (sd, in) -> sd.math.clipByValue(in[0], -0.73, 0.91));
    unary.put("larger than a number", (sd, in) -> new ScalarMax(sd, in[0], 0.31).outputVariable());
    unary.put("smaller than a number", (sd, in) -> new ScalarMin(sd, in[0], 0.31).outputVariable());
    unary.put("where", (sd, in) -> sd.where(in[0], in[0].mul(3), in[0].gt(0.2)));
    unary.put("steps", (sd, in) -> in[0].mul(sd.math.sign(in[0]).add(sd.math.floor(in[0])).add(sd.math.ceil(in[0])).add(sd.math.round(in[0]))
        .add(sd.onesLike(in[0]))
        .add(sd.zerosLike(in[0])).add(sd.math.step(in[0], 0))));
    unary.put("index of the largest", (sd, in) -> in[0].mean(1).mul(sd.argmax(in[0], 1).add(sd.argmin(in[0], 1)).castTo(in[0].dataType())));
    unary.put("kept from gradients", (sd, in) -> in[0].mul(new StopGradient(sd, sd.constant(3.0).castTo(in[0].dataType())).outputVariable()));
    unary.put("identity", (sd, in) -> sd.identity(in[0]));
    unary.put("add number", (sd, in) -> in[0].add(2.5));
    unary.put("subtract number", (sd, in) -> in[0].sub(2.5));
    unary.put("number minus", (sd, in) -> in[0].rsub(2.5));
    unary.put("multiply number", (sd, in) -> in[0].mul(-2.5));
    unary.put("divide by number", (sd, in) -> in[0].div(-2.5));
    unary.put("clipped from below", (sd, in) -> sd.math.max(in[0], sd.constant(Nd4j.scalar(in[0].dataType(), 0.2))));
    unary.put("masked by comparison", (sd, in) -> in[0].mul(in[0].gt(0.1).castTo(in[0].dataType())));
    unary.put("cast there and back", (sd, in) -> sd.math.square(in[0].castTo(DataType.DOUBLE)).castTo(in[0].dataType()));
    return unary;
  }

  private static Map<String, RuleCase.Build> ofPositive() {
    Map<String, RuleCase.Build> unary = new LinkedHashMap<>();
    unary.put("log", (sd, in) -> sd.math.log(in[0]));
    unary.put("log of 1 and more", (sd, in) -> sd.math.log1p(in[0]));
    unary.put("sqrt", (sd, in) -> sd.math.sqrt(in[0]));
    unary.put("rsqrt", (sd, in) -> sd.math.rsqrt(in[0]));
    unary.put("reciprocal", (sd, in) -> sd.math.reciprocal(in[0]));
    unary.put("number divided by", (sd, in) -> in[0].rdiv(2.5));
    unary.put("power of number", (sd, in) -> sd.math.pow(in[0], 2.5));
    return unary;
  }
}
