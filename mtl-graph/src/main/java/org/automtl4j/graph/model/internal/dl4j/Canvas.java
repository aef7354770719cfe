package org.automtl4j.graph.model.internal.dl4j;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.model.internal.step.Weight;
import org.automtl4j.graph.model.internal.zip.StoredPart.Layout;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** A Deeplearning4j graph configuration in the making: unique names, and a list of which layer parameter gets which of our weights. */
final class Canvas {
  private final GraphBuilder builder;
  private final Set<String> names = new HashSet<>();
  private final List<Placement> placements = new ArrayList<>();

  /** A parameter of a layer, and what it holds. */
  record Placement(String layer, String key, Weight weight, Layout layout) {}

  Canvas(DataType dataType, long seed) {
    builder = new NeuralNetConfiguration.Builder().seed(seed).dataType(dataType).activation(Activation.IDENTITY).weightInit(WeightInit.ZERO)
        .convolutionMode(ConvolutionMode.Truncate).graphBuilder();
  }

  GraphBuilder builder() {
    return builder;
  }

  List<Placement> placements() {
    return placements;
  }

  /** The wanted name, or with a number behind it if it is taken. */
  String unique(String wanted) {
    String name = wanted;
    for (int i = 1; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** Adds a layer under a name that {@link #unique} gave. */
  String layer(String name, Layer layer, String input) {
    builder.addLayer(name, layer, input);
    return name;
  }

  /** Adds a vertex under a name that {@link #unique} gave. */
  String vertex(String name, GraphVertex vertex, String... inputs) {
    builder.addVertex(name, vertex, inputs);
    return name;
  }

  void place(String layer, String key, Weight weight, Layout layout) {
    placements.add(new Placement(layer, key, weight, layout));
  }

  void place(String layer, String key, Optional<Weight> weight) {
    weight.ifPresent(w -> place(layer, key, w, Layout.PLAIN));
  }
}
