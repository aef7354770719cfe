package org.automtl4j.plan;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One operation on certain inputs: what every backward rule is tested with. */
record RuleCase(String name, List<INDArray> inputs, Build build) {
  /** Writes the operation on the inputs' variables. */
  @FunctionalInterface
  interface Build {
    SDVariable apply(SameDiff sd, SDVariable... inputs);
  }

  static RuleCase of(String name, Build build, INDArray... inputs) {
    return new RuleCase(name, List.of(inputs), build);
  }

  /** The graph: loss = sum(factors * operation), with factors that differ from 1 and from each other. */
  SameDiff graph(DataType type) {
    SameDiff sd = SameDiff.create();
    SDVariable[] variables = new SDVariable[inputs.size()];
    for (int i = 0; i < variables.length; i++) {
      variables[i] = sd.var("in" + i, inputs.get(i).castTo(type).dup('c'));
    }
    SDVariable result = build.apply(sd, variables);
    result.rename("result");
    return sd;
  }

  /** Adds the loss to a graph whose result has a known shape. */
  static void weigh(SameDiff sd, long[] shape, DataType type) {
    INDArray factors = shape.length == 0 ? Nd4j.scalar(type, 1.7) : ramp(shape).castTo(type);
    sd.getVariable("result").mul(sd.constant("factors", factors)).sum().rename("loss");
  }

  /** Numbers of both signs that repeat nowhere near each other. */
  static INDArray ramp(long... shape) {
    INDArray numbers = Nd4j.create(DataType.DOUBLE, shape);
    for (int i = 0; i < numbers.length(); i++) {
      numbers.putScalar(i, 0.4 + Math.sin(1.3 + 2.1 * i) * 1.5);
    }
    return numbers;
  }

  /** Distinct numbers of both signs, at least 0.05 from 0 and from each other for up to some hundred elements, so that no kink is near. */
  static INDArray spread(int seed, long... shape) {
    INDArray numbers = Nd4j.create(DataType.DOUBLE, shape);
    int length = (int) numbers.length();
    int[] order = org.automtl4j.core.RandomStream.of(seed, "spread").permutation(length);
    for (int i = 0; i < length; i++) {
      double at = (order[i] + 0.5 + 0.17 * seed % 0.3 - length / 2.0) * Math.max(0.06, 3.0 / length);
      if (shape.length == 0) {
        return Nd4j.scalar(DataType.DOUBLE, 0.73 + 0.1 * seed);
      }
      numbers.putScalar(i, at + Math.copySign(0.05, at));
    }
    return numbers;
  }

  static INDArray positive(int seed, long... shape) {
    return org.nd4j.linalg.ops.transforms.Transforms.abs(spread(seed, shape)).addi(0.3);
  }

  @Override
  public String toString() {
    return name;
  }
}
