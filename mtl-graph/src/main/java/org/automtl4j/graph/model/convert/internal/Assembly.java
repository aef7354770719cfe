package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.FiniteNumbers;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.backbone.Relu6;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone in the making, in the order of the source: layers, their numbers, and what could not be taken over. */
public final class Assembly {
  private static final Set<String> RESERVED = Set.of("data", "blob1");
  private static final int MOST_LAYERS = 10_000;
  private static final long MOST_SHARING = 16;
  private static final long FEW_NUMBERS = 1 << 20;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, INDArray> numbers = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>(RESERVED);
  private final Map<String, Integer> taken = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<InputScale> inputScales = new LinkedHashSet<>();
  private long count;

  /**
   * @param wanted what the source calls a layer
   * @return a name that prototxt files and weight files can have, and no other layer has
   */
  public String name(String wanted) {
    String plain = wanted.replaceAll("[^A-Za-z0-9_.:-]+", ".").replaceAll("^[.]+|[.]+$", "");
    String base = plain.isEmpty() ? "layer" + nodes.size() : plain.length() > 200 ? plain.substring(plain.length() - 200) : plain;
    String name = base;
    while (!names.add(name)) {
      name = base + "_" + taken.merge(base, 1, Integer::sum);
    }
    return name;
  }

  /**
   * Notes what a backbone cannot have; at the end all of it is one error.
   *
   * @param node the node of the source
   * @param problem what is wrong with it
   */
  public void refuse(String node, String problem) {
    problems.add(node + ": " + problem);
  }

  /**
   * Called after each node, so that a file of any size is refused soon.
   *
   * @param source the file, for the message
   * @param stored how many numbers the file has
   * @throws InvalidInputException if there are more layers than a backbone has, or the same numbers are taken again and again
   */
  void checkSize(String source, long stored) {
    if (nodes.size() > MOST_LAYERS || problems.size() > MOST_LAYERS) {
      throw new InvalidInputException(source + ": has more than " + MOST_LAYERS + " layers, the most that a backbone has");
    }
    if (count > MOST_SHARING * stored + FEW_NUMBERS) {
      throw new InvalidInputException(source + ": its layers want more than " + MOST_SHARING + " times the " + stored + " numbers that it holds: too many of them share the same ones");
    }
  }

  private void keep(String name, INDArray array) {
    count += array.length();
    numbers.put(name, FiniteNumbers.check(array, name));
  }

  /**
   * @param source the file, for the message
   * @throws InvalidInputException if something was refused
   */
  public void checkComplete(String source) {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(source + ": a backbone cannot have " + problems.size() + " of its nodes: " + String.join("; ", problems)
          + "; allowed are convolutions, BatchNorm, ReLU, ReLU6, pooling, sums, products and maxima of two maps, dropout, and linear layers behind global pooling; a feature further"
          + " up leaves out what comes after it");
    }
  }

  /**
   * @param convolution a layer
   * @param in what it reads; zeros around it become padding
   * @param kernel [k, k, inputs/groups, outputs]
   * @param bias [outputs], or nothing
   */
  Value convolution(Convolution convolution, Value in, INDArray kernel, List<INDArray> bias) {
    Convolution c = new Convolution(convolution.name(), convolution.outputs(), convolution.kernel(), convolution.stride(), convolution.pad() + in.pad(), convolution.dilation(),
        convolution.groups(), convolution.bias());
    keep(c.name() + ".weight", kernel);
    bias.forEach(b -> keep(c.name() + ".bias", b));
    return new Value(add(c, List.of(in)), in.single() && c.pad() == 0, 0, false);
  }

  /** gamma, beta, mean, variance, each [C]. */
  Value batchNorm(BatchNorm layer, Value in, List<INDArray> parts) {
    List<String> keys = layer.affine() ? List.of("gamma", "beta", "mean", "variance") : List.of("mean", "variance");
    for (int i = 0; i < keys.size(); i++) {
      keep(layer.name() + "." + keys.get(i), parts.get(i + 4 - keys.size()));
    }
    return new Value(add(layer, List.of(unpadded(layer, in))), in.single(), 0, false);
  }

  Value linear(InnerProduct layer, Value in, INDArray matrix, List<INDArray> bias) {
    keep(layer.name() + ".weight", matrix);
    bias.forEach(b -> keep(layer.name() + ".bias", b));
    return new Value(add(layer, List.of(in)), true, 0, false);
  }

  /** Any layer without numbers that reads one map. */
  Value plain(Layer layer, Value in) {
    boolean rectified = layer instanceof Relu || layer instanceof Relu6 || in.rectified();
    return new Value(add(layer, List.of(unpadded(layer, in))), in.single(), 0, rectified);
  }

  /** Zeros around a map count in a mean; a maximum does not see them, which is the same where no value is negative. */
  Value pool(Pooling layer, Value in) {
    if (layer.mode() == Pooling.Mode.MAX && in.pad() > 0 && !in.rectified()) {
      refuse(layer.name(), "a maximum over zeros that a layer before it adds");
    }
    Pooling p = layer.global() ? layer : new Pooling(layer.name(), layer.mode(), layer.kernel(), layer.stride(), layer.pad() + in.pad(), layer.ceil(), false);
    return new Value(add(p, List.of(p.global() ? unpadded(p, in) : in)), p.global(), 0, in.rectified());
  }

  Value join(Eltwise layer, Value a, Value b) {
    return new Value(add(layer, List.of(unpadded(layer, a), unpadded(layer, b))), a.single() && b.single(), 0, a.rectified() && b.rectified());
  }

  private Value unpadded(Layer layer, Value in) {
    if (in.pad() > 0) {
      refuse(layer.name(), "it reads a map with zeros around it; only convolutions and pooling can take these over");
    }
    return in;
  }

  private int add(Layer layer, List<Value> inputs) {
    inputs.stream().filter(in -> in.node() == Node.DATA && !in.scale().factors().isEmpty()).forEach(in -> reads(layer, in.scale()));
    List<Integer> indexes = inputs.stream().map(Value::node).toList();
    List<String> bottoms = indexes.stream().map(index -> index == Node.DATA ? "data" : nodes.get(index).top()).toList();
    nodes.add(new Node(nodes.size(), layer, layer.name(), bottoms, indexes));
    return nodes.size() - 1;
  }

  private void reads(Layer layer, InputScale scale) {
    if (inputScales.add(scale) && inputScales.size() > 1) {
      refuse(layer.name(), "it reads the input normalised otherwise than another layer does");
    }
    if (!scale.isNormalisation()) {
      refuse(layer.name(), "it reads the input times numbers that are not positive");
    }
  }

  /** What stored numbers made of the input before the first layer read it. */
  Optional<InputScale> inputScale() {
    return inputScales.stream().findFirst().filter(scale -> !scale.equals(InputScale.none(scale.factors().size())));
  }

  List<Node> nodes() {
    return nodes;
  }

  Map<String, INDArray> numbers() {
    return numbers;
  }
}
