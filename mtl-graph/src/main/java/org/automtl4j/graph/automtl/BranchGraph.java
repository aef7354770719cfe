package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Place;

/** A graph of branches as the graph of a network. */
final class BranchGraph {
  private BranchGraph() {}

  static NetworkGraph of(SuperModel model, BranchView view, GraphRequest request) {
    boolean inference = request.mode() == Mode.INFERENCE || request.mode() == Mode.FIXED_SIZE;
    TaskGraph graph = inference
        ? TaskGraphs.inference(model, view.stage(), request.tasks(), request.mode() == Mode.FIXED_SIZE, request.height(), request.width(), view.architecture())
        : TaskGraphs.build(model, view.stage(), request.tasks(), request.mode() == Mode.TRAINING, request.height(), request.width(), view.architecture());
    List<Place> places = new ArrayList<>();
    Map<String, String> predictions = new LinkedHashMap<>();
    Map<String, String> outputs = new LinkedHashMap<>();
    for (String task : request.tasks()) {
      List<String> layers = graph.layers().get(task);
      IntStream.range(0, layers.size()).forEach(layer -> places.add(new Place(task, model.backbone().describe(layer), layers.get(layer))));
      predictions.put(task, graph.predictions().get(task));
      outputs.put("feature." + task, graph.features().get(task));
    }
    return new NetworkGraph(graph.sameDiff(), request, graph.input(), predictions, outputs, feeds(model, graph), graph.statistics(), places, graph.parameters(),
        graph.oneValueLayers(), graph.multiplyAdds());
  }

  private static List<Feed> feeds(SuperModel model, TaskGraph graph) {
    List<Feed> feeds = new ArrayList<>();
    graph.tasks().stream().filter(graph.noise()::containsKey).forEach(task -> feeds.add(noise(model, graph.noise().get(task))));
    graph.temperature().ifPresent(name -> feeds.add(new Feed.Scalar(name, TaskGraph.TEMPERATURE, 1)));
    feeds.addAll(graph.dropouts());
    return feeds;
  }

  /** Gumbel noise for each choice that exists, node by node. */
  static Feed.Noise noise(SuperModel model, String placeholder) {
    int columns = Branch.values().length;
    Set<Integer> absent = model.policyNodes().stream()
        .flatMap(node -> Set.of(Branch.values()).stream().filter(branch -> !node.choices().contains(branch)).map(branch -> node.row() * columns + branch.ordinal()))
        .collect(Collectors.toSet());
    return new Feed.Noise(placeholder, Feed.Noise.Law.GUMBEL, Feed.Noise.STREAM, absent, model.policyNodes().size(), columns);
  }
}
