package org.automtl4j.graph.model.convert.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A Deeplearning4j network as vertices in topological order.
 *
 * @param input name of the only input
 * @param vertices the vertices
 * @param outputs names of the outputs
 */
record Dl4jNetwork(String input, List<Dl4jVertex> vertices, List<String> outputs) {

  static Dl4jNetwork read(Path file) {
    Dl4jZip zip = new Dl4jZip(file);
    String json = zip.configuration();
    Dl4jClasses.check(json, file);
    try {
      return json.contains("\"networkInputs\"") ? graph(ComputationGraphConfiguration.fromJson(json), zip, file) : layers(MultiLayerConfiguration.fromJson(json), zip, file);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) { // whatever Deeplearning4j makes of a damaged configuration; behind the first line it prints the file
      throw new InvalidInputException(file + ": Deeplearning4j cannot make a network of it: " + e.toString().lines().findFirst().orElseThrow(), e);
    }
  }

  private static Dl4jNetwork graph(ComputationGraphConfiguration configuration, Dl4jZip zip, Path file) {
    if (configuration.getNetworkInputs().size() != 1) {
      throw new InvalidInputException(file + ": has the inputs " + configuration.getNetworkInputs() + ", a backbone has one");
    }
    List<String> outputs = configuration.getNetworkOutputs();
    if (outputs == null || outputs.isEmpty() || outputs.get(0) == null) {
      throw new InvalidInputException(file + ": has no output");
    }
    List<NeuralNetConfiguration> layers = new ArrayList<>();
    configuration.getVertices().values().forEach(vertex -> {
      if (vertex instanceof LayerVertex layer) {
        layers.add(layer.getLayerConf());
      }
    });
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init(zip.numbers(count(layers)).reshape(1, -1), false);
    List<Dl4jVertex> vertices = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      GraphVertex vertex = configuration.getVertices().get(name);
      if (vertex != null) {
        Optional<LayerVertex> layer = vertex instanceof LayerVertex l ? Optional.of(l) : Optional.empty();
        vertices.add(new Dl4jVertex(name, layer.map(l -> l.getLayerConf().getLayer()), layer.isPresent() ? Optional.empty() : Optional.of(vertex),
            layer.map(l -> flattens(l.getPreProcessor())).orElse(false), configuration.getVertexInputs().get(name),
            layer.isPresent() ? graph.getLayer(name).paramTable() : Map.of()));
      }
    }
    return new Dl4jNetwork(configuration.getNetworkInputs().get(0), vertices, outputs);
  }

  private static Dl4jNetwork layers(MultiLayerConfiguration configuration, Dl4jZip zip, Path file) {
    if (configuration.getConfs() == null || configuration.getConfs().isEmpty()) {
      throw new InvalidInputException(file + ": a network without layers");
    }
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(zip.numbers(count(configuration.getConfs())).reshape(1, -1), false);
    List<Dl4jVertex> vertices = new ArrayList<>();
    String last = "input";
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      var layer = configuration.getConf(i).getLayer();
      String name = layer.getLayerName() == null ? "layer" + i : layer.getLayerName();
      vertices.add(new Dl4jVertex(name, Optional.of(layer), Optional.empty(), flattens(configuration.getInputPreProcess(i)), List.of(last), network.getLayer(i).paramTable()));
      last = name;
    }
    return new Dl4jNetwork("input", vertices, List.of(last));
  }

  private static boolean flattens(InputPreProcessor preprocessor) {
    return preprocessor instanceof CnnToFeedForwardPreProcessor;
  }

  /** How many numbers the layers want, before any is allocated. */
  private static long count(List<NeuralNetConfiguration> layers) {
    long sum = 0;
    for (NeuralNetConfiguration layer : layers) {
      sum = Math.addExact(sum, layer.getLayer().initializer().numParams(layer));
    }
    return sum;
  }
}
