package org.automtl4j.graph.automtl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.golden.GoldenCase;
import org.automtl4j.graph.golden.PublishedWiring;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One run or gradient of a golden case (stage, task, mode, temperature), repeated with our graph. */
public record GoldenRun(GoldenCase golden, JsonNode json, DataType type) {

  String task() {
    return json.get("task").asText();
  }

  boolean training() {
    return json.get("mode").asText().equals("train");
  }

  TaskGraph graph(SuperModel model) {
    INDArray input = golden.input(type);
    return TaskGraphs.build(model, GoldenCase.stage(json), List.of(task()), training(), (int) input.size(2), (int) input.size(3), Optional.empty());
  }

  /** The values of all layers, of the prediction, and of other variables. */
  Map<String, INDArray> run(TaskGraph graph, List<String> others) {
    Map<String, INDArray> inputs = new HashMap<>(Map.of(graph.input(), golden.input(type)));
    graph.noise().forEach((task, noise) -> inputs.put(noise, golden.arrays("noise_forward.npz").array(task).toINDArray(type)));
    graph.temperature().ifPresent(temperature -> inputs.put(temperature, Nd4j.scalar(type, json.get("tau").asDouble())));
    List<String> wanted = new ArrayList<>(graph.layers().get(task()));
    wanted.add(graph.predictions().get(task()));
    wanted.addAll(others);
    return Nets.run(graph, inputs, wanted);
  }

  /** The wires that were in effect in the published run. */
  public PublishedWiring wiring(SuperModel model) {
    Backbone backbone = model.backbone();
    Architecture architecture = Architecture.argmax(model);
    boolean hard = GoldenCase.stage(json) == Stage.HARD;
    return PublishedWiring.of(backbone, golden.json().get("node_fathers"), node -> {
      if (backbone.nodes().get(node).layer() instanceof Dropout d) {
        return (!training() || d.ratio() == 0) && GoldenCase.stage(json) != Stage.PRE_TRAIN; // there the published code makes a copy
      }
      return hard && architecture.branch(task(), node) == Branch.SKIP
          && SkipPath.of((Convolution) backbone.nodes().get(node).layer(), backbone.inputChannelsOf(node)) == SkipPath.IDENTITY;
    });
  }

  /** Whether the published run read what an in-place layer had rewritten behind a layer that passed its input on, which ours mends. */
  public boolean mended(SuperModel model) {
    return !inputs(wiring(model).rewired()).equals(inputs(model.backbone()));
  }

  private static List<List<Integer>> inputs(Backbone backbone) {
    return backbone.nodes().stream().map(Node::inputs).toList();
  }

  @Override
  public String toString() {
    return golden + " " + json.get("id").asText();
  }
}
