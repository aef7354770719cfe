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
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LayerProblem;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.backbone.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone in the making, in the order of the source: layers, their numbers, and what could not be taken over. */
public final class Assembly {
  private static final Set<String> RESERVED = Set.of("data", "blob1");
  private static final int MOST_LAYERS = 10_000;
  private static final long MOST_SHARING = 16;
  private static final long FEW_NUMBERS = 1 << 20;

  private final List<Node> nodes = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final Map<String, INDArray> numbers = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>(RESERVED);
  private final Map<String, Integer> taken = new HashMap<>();
  private final List<Problems.Problem> problems = new ArrayList<>();
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
    problems.add(new Problems.Problem(node, problem));
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
      throw new InvalidInputException(source + ": a backbone cannot have " + problems.size() + " of its nodes: " + Problems.grouped(problems)
          + "; allowed are convolutions, BatchNorm, activations (ReLU, ReLU6, leaky and parametric ReLU, clip, sigmoid, swish, hard sigmoid and swish), pooling, zeros around maps, sums,"
          + " products and maxima of two maps, concatenations, ranges and shuffles of channels, dropout, and linear layers behind global pooling; a feature further up leaves out what"
          + " comes after it");
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
    return value(add(c, List.of(in)), in.single() && c.pad() == 0 && c.kernel() == 1, false);
  }

  /** gamma, beta, mean, variance, each [C]. */
  Value batchNorm(BatchNorm layer, Value in, List<INDArray> parts) {
    List<String> keys = layer.affine() ? List.of("gamma", "beta", "mean", "variance") : List.of("mean", "variance");
    for (int i = 0; i < keys.size(); i++) {
      keep(layer.name() + "." + keys.get(i), parts.get(i + 4 - keys.size()));
    }
    return value(add(layer, List.of(unpadded(in))), in.single(), false);
  }

  Value linear(InnerProduct layer, Value in, INDArray matrix, List<INDArray> bias) {
    keep(layer.name() + ".weight", matrix);
    bias.forEach(b -> keep(layer.name() + ".bias", b));
    return value(add(layer, List.of(in)), true, false);
  }

  /** A slope for each channel. */
  Value prelu(PRelu layer, Value in, INDArray slopes) {
    keep(layer.name() + "." + PRelu.SLOPE, slopes);
    return value(add(layer, List.of(unpadded(in))), in.single(), false).in(in.form(), 0);
  }

  /** Any layer without numbers that reads one map. */
  Value plain(Layer layer, Value in) {
    boolean sigmoid = layer instanceof Activation a && (a.function() == Activation.Function.SIGMOID || a.function() == Activation.Function.HARD_SIGMOID);
    boolean rectified = layer instanceof Relu || layer instanceof Relu6 || sigmoid || layer instanceof Clip c && c.low() >= 0 || in.rectified() && !(layer instanceof Clip);
    return value(add(layer, List.of(unpadded(in))), in.single() && !(layer instanceof Padding), rectified).in(in.form(), 0);
  }

  /** Zeros around a map count in a mean; a maximum does not see them, which is the same where no value is negative. */
  Value pool(Pooling layer, Value in) {
    boolean takesOver = layer.mode() == Pooling.Mode.AVERAGE ? layer.countIncludePad() : in.rectified();
    boolean fits = !layer.global() && layer.pad() + in.pad() <= layer.kernel() / 2;
    Value map = takesOver && fits ? in : unpadded(in);
    Pooling p = layer.global() ? layer
        : new Pooling(layer.name(), layer.mode(), layer.kernel(), layer.stride(), layer.pad() + map.pad(), layer.ceil(), false, layer.countIncludePad());
    return value(add(p, List.of(map)), p.global(), in.rectified());
  }

  Value join(Layer layer, List<Value> maps) {
    boolean rectified = maps.stream().allMatch(Value::rectified);
    return value(add(layer, maps.stream().map(this::unpadded).toList()), maps.stream().allMatch(Value::single), rectified);
  }

  /** Zeros that no layer takes over are a layer of their own. */
  private Value unpadded(Value in) {
    return in.pad() == 0 ? in : zeros(name("padding"), in.pad(), in.pad(), in.pad(), in.pad(), in);
  }

  /** Zeros around a map. */
  Value zeros(String name, int top, int bottom, int left, int right, Value in) {
    Value map = unpaddedView(in);
    return value(add(new Padding(name, top, bottom, left, right), List.of(map)), false, in.rectified());
  }

  private static Value unpaddedView(Value in) {
    return new Value(in.node(), in.single(), 0, in.rectified(), in.scale(), in.form(), in.groups(), in.shape());
  }

  private Value value(int node, boolean single, boolean rectified) {
    return new Value(node, single, 0, rectified).shaped(shapes.get(node));
  }

  /** Multiplies what a convolution or BatchNorm gives, and adds to it; the layer must have no other reader. Whether it is one of these. */
  boolean scale(Value in, INDArray factors, INDArray addends) {
    if (in.node() == Node.DATA || in.pad() > 0 || in.form() != Value.Form.MAP) {
      return false;
    }
    Node node = nodes.get(in.node());
    String name = node.layer().name();
    if (node.layer() instanceof Convolution c) {
      INDArray old = numbers.get(name + ".weight");
      numbers.put(name + ".weight", FiniteNumbers.check(old.mul(factors.reshape(1, 1, 1, c.outputs())), name)); // [k, k, C/groups, outputs]
      bias(name + ".bias", c.bias(), factors, addends);
      Convolution biased = new Convolution(name, c.outputs(), c.kernel(), c.stride(), c.pad(), c.dilation(), c.groups(), true);
      nodes.set(node.index(), new Node(node.index(), biased, node.top(), node.bottoms(), node.inputs()));
      return true;
    }
    if (node.layer() instanceof BatchNorm b && b.affine()) {
      numbers.put(name + ".gamma", FiniteNumbers.check(numbers.get(name + ".gamma").mul(factors), name));
      bias(name + ".beta", true, factors, addends);
      return true;
    }
    return false;
  }

  private void bias(String key, boolean there, INDArray factors, INDArray addends) {
    numbers.put(key, FiniteNumbers.check(there ? numbers.get(key).mul(factors).add(addends) : addends.dup(), key));
  }

  private int add(Layer layer, List<Value> inputs) {
    inputs.stream().filter(in -> in.node() == Node.DATA && !in.scale().factors().isEmpty()).forEach(in -> reads(layer, in.scale()));
    List<Integer> indexes = inputs.stream().map(Value::node).toList();
    List<String> bottoms = indexes.stream().map(index -> index == Node.DATA ? "data" : nodes.get(index).top()).toList();
    nodes.add(new Node(nodes.size(), layer, layer.name(), bottoms, indexes));
    shapes.add(shape(layer, inputs));
    return nodes.size() - 1;
  }

  /** As far as it can be told; 0 where it cannot. */
  private Shape shape(Layer layer, List<Value> inputs) {
    List<Shape> in = inputs.stream().map(Value::shape).toList();
    try {
      if (inputs.stream().allMatch(Value::isSized)) {
        return layer.shape(in.get(0).channels(), in);
      }
      int channels = in.stream().anyMatch(shape -> shape.channels() == 0) ? 0 : layer.outputChannels(in.stream().map(Shape::channels).toList());
      boolean one = layer instanceof Pooling p && p.global();
      return new Shape(channels, one ? 1 : 0, one ? 1 : 0);
    } catch (LayerProblem e) {
      return new Shape(0, 0, 0); // the backbone says what is wrong, with the layer's place
    }
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
