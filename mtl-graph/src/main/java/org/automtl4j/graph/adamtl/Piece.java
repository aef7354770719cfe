package org.automtl4j.graph.adamtl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.PlanMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A part of a network with a graph of its own. Its plans are made for the number of rows or images that they are run on, and the last few are kept. */
final class Piece implements AutoCloseable {
  /** Of one piece; packed rows come in as many sizes. */
  private static final int KEPT = 8;
  private final NetworkGraph graph;
  private final List<String> inputs;
  private final List<String> outputs;
  private final PlanMemory memory;
  private final Map<Long, InferencePlan> plans = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param graph what it computes
   * @param inputs its placeholders
   * @param outputs names among the graph's outputs, or its predictions
   * @param memory that plans share; they take turns
   */
  Piece(NetworkGraph graph, List<String> inputs, List<String> outputs, PlanMemory memory) {
    this.graph = graph;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.memory = memory;
  }

  /** Multiply-adds for one image, with all of its tokens. */
  long multiplyAdds() {
    return graph.multiplyAdds();
  }

  /**
   * @param numbers for the placeholders, in order; their first dimensions are alike
   * @return the outputs, in arrays of their own
   */
  Map<String, INDArray> run(INDArray... numbers) {
    InferencePlan plan = plan(numbers);
    for (int i = 0; i < numbers.length; i++) {
      plan.assign(inputs.get(i), numbers[i]);
    }
    plan.run();
    Map<String, INDArray> values = new LinkedHashMap<>();
    outputs.forEach(output -> values.put(output, plan.value(variable(output)).dup('c')));
    return values;
  }

  private String variable(String output) {
    String prediction = graph.predictions().get(output);
    return prediction == null ? graph.outputs().get(output) : prediction;
  }

  private InferencePlan plan(INDArray... numbers) {
    long size = numbers[0].size(0);
    InferencePlan known = plans.get(size);
    if (known != null) {
      return known;
    }
    InferencePlan.Builder builder = InferencePlan.builder(graph.sameDiff()).outputs(outputs.stream().map(this::variable).toList()).memory(memory);
    for (int i = 0; i < numbers.length; i++) {
      builder.input(inputs.get(i), numbers[i].shape());
    }
    InferencePlan plan = builder.build();
    if (plans.size() >= KEPT) {
      Long oldest = plans.keySet().iterator().next();
      plans.remove(oldest).close();
    }
    plans.put(size, plan);
    return plan;
  }

  @Override
  public void close() {
    plans.values().forEach(InferencePlan::close);
    plans.clear();
  }
}
