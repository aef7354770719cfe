package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A law of ways of computing that exist in single precision only: output and gradients are those of the same graph in double precision, which is computed by
 * ND4J's own operations.
 */
final class FloatAgainstDouble {
  private final Map<String, INDArray> inputs = new LinkedHashMap<>();
  private final List<String> wanted = new ArrayList<>();

  /** From the inputs, in their order, to an array that is weighed and summed up. */
  interface Network {
    SDVariable build(SameDiff graph, SDVariable... inputs);
  }

  /** An input whose gradient is wanted. */
  FloatAgainstDouble input(String name, INDArray numbers) {
    wanted.add(name);
    return constant(name, numbers);
  }

  /** An input whose gradient nobody wants. */
  FloatAgainstDouble constant(String name, INDArray numbers) {
    inputs.put(name, numbers);
    return this;
  }

  /** Errors are at most this part of the largest number of an array. */
  void differAtMost(double tolerance, Network network) {
    Map<String, INDArray> exact = run(network, DataType.DOUBLE);
    Map<String, INDArray> found = run(network, DataType.FLOAT);
    assertThat(found).containsOnlyKeys(exact.keySet());
    found.forEach((name, numbers) -> {
      double largest = exact.get(name).amaxNumber().doubleValue();
      double off = numbers.castTo(DataType.DOUBLE).sub(exact.get(name)).amaxNumber().doubleValue();
      assertThat(off).as("error of %s, whose largest number is %s", name, largest).isLessThanOrEqualTo(tolerance * largest);
    });
  }

  private Map<String, INDArray> run(Network network, DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable[] variables = inputs.entrySet().stream().map(e -> graph.placeHolder(e.getKey(), type, e.getValue().shape())).toArray(SDVariable[]::new);
    SDVariable output = network.build(graph, variables).rename("output");
    SDVariable weight = graph.placeHolder("weight", type, -1, -1, -1, -1);
    output.mul(weight).mean().rename("loss");
    TrainingPlan.Builder builder = TrainingPlan.builder(graph).loss("loss").keep(List.of("output")).gradientsOf(wanted);
    long[] shape = shape(graph);
    try (TrainingPlan plan = builder.input("weight", shape).build()) {
      values(type).forEach((name, numbers) -> plan.input(name).assign(numbers));
      Nd4j.getRandom().setSeed(17);
      plan.input("weight").assign(Nd4j.randn(DataType.DOUBLE, shape).castTo(type));
      plan.forward();
      Map<String, INDArray> found = new LinkedHashMap<>();
      found.put("output", plan.value("output").dup());
      plan.backward();
      wanted.forEach(name -> found.put("gradient of " + name, plan.gradient(name).dup()));
      return found;
    }
  }

  private static long[] shape(SameDiff graph) {
    try (InferencePlan plan = InferencePlan.builder(graph).outputs(List.of("output")).build()) {
      return plan.value("output").shape();
    }
  }

  private Map<String, INDArray> values(DataType type) {
    Map<String, INDArray> values = new LinkedHashMap<>();
    inputs.forEach((name, numbers) -> values.put(name, numbers.castTo(type)));
    return values;
  }
}
