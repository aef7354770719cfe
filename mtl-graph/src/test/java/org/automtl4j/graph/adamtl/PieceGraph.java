package org.automtl4j.graph.adamtl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.automtl4j.plan.TrainingPlan;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A piece of a network alone: what it reads are parameters, so that their gradients are known too. */
final class PieceGraph {
  private static final DataType TYPE = DataType.FLOAT;

  private PieceGraph() {}

  /** What a piece computes, its gradients where the loss is the sum of value times factor, and statistics behind a training step. */
  record Result(Map<String, double[]> values, Map<String, double[]> gradients, Map<String, double[]> statistics) {}

  /**
   * @param mode training or evaluation
   * @param size rows and columns of the images
   * @param inputs by name, what is read
   * @param structure gives the value whose product with {@code factor} is summed; may expose others
   * @param weights by parameter, its numbers
   * @param feeds by placeholder, what it is given
   * @param factor what the result is multiplied with
   */
  static Result run(GraphRequest.Mode mode, int size, Map<String, INDArray> inputs, BiFunction<NetworkScope, Map<String, SDVariable>, SDVariable> structure,
      BiFunction<String, long[], INDArray> weights, Map<String, INDArray> feeds, INDArray factor) {
    NetworkStructure.Basis basis = new NetworkStructure.Basis(3, TYPE, Initialization.UNIFORM);
    NetworkStructure whole = scope -> {
      Map<String, SDVariable> variables = new HashMap<>();
      inputs.forEach((name, array) -> variables.put(name, scope.parameter(name, Role.WEIGHT, Initializer.constant(0), array.shape())));
      scope.expose("result", structure.apply(scope, variables));
    };
    GraphRequest request = new GraphRequest(() -> "piece", List.of("task"), mode, size, size);
    Parameters parameters = Parameters.of(whole.record(basis, request), TYPE, 1);
    parameters.specs().stream().filter(spec -> !inputs.containsKey(spec.name())).forEach(spec -> parameters.set(spec.name(), weights.apply(spec.name(), spec.shape())));
    inputs.forEach((name, array) -> parameters.set(name, array.castTo(TYPE)));
    NetworkGraph graph = whole.graph(basis, parameters, request);
    graph.sameDiff().getVariable(graph.outputs().get("result")).mul(graph.sameDiff().constant(factor.castTo(TYPE))).sum().rename("loss");
    List<String> learn = graph.parameters().stream().filter(name -> !name.matches(".*\\.(mean|variance)")).toList();
    long[] images = {factor.size(0), 3, size, size};
    TrainingPlan.Builder builder = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), images).loss("loss").gradientsOf(learn);
    List<String> kept = new ArrayList<>(graph.outputs().values());
    graph.statistics().forEach(update -> kept.addAll(List.of(update.batchMean(), update.batchVariance())));
    feeds.forEach((name, array) -> builder.input(name, array.shape()));
    try (TrainingPlan plan = builder.keep(kept).build()) {
      feeds.forEach((name, array) -> plan.input(name).assign(array.castTo(TYPE)));
      plan.forward();
      Map<String, double[]> values = new HashMap<>();
      graph.outputs().forEach((name, variable) -> values.put(name, flat(plan.value(variable))));
      plan.backward();
      Map<String, double[]> gradients = new HashMap<>();
      plan.gradients().forEach(name -> gradients.put(name, flat(plan.gradient(name))));
      Map<String, double[]> statistics = new HashMap<>();
      for (StatisticsUpdate update : graph.statistics()) {
        double count = (double) factor.size(0) * update.positions();
        double share = update.momentum();
        statistics.put(update.runningMean(), flat(parameters.get(update.runningMean()).mul(1 - share).add(plan.value(update.batchMean()).mul(share))));
        statistics.put(update.runningVariance(),
            flat(parameters.get(update.runningVariance()).mul(1 - share).add(plan.value(update.batchVariance()).mul(share * count / (count - 1)))));
      }
      return new Result(values, gradients, statistics);
    }
  }

  static double[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  static double[] packed(double[] numbers) {
    return numbers.length <= 64 ? numbers : IntStream.range(0, 16).mapToDouble(k -> numbers[k * (numbers.length / 16)]).toArray();
  }

  static double[] sums(double... numbers) {
    return new double[] {Arrays.stream(numbers).sum(), Arrays.stream(numbers).map(Math::abs).sum()};
  }

  static long[] shape(JsonNode list) {
    return IntStream.range(0, list.size()).mapToLong(i -> list.get(i).asLong()).toArray();
  }
}
