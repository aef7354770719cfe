package org.automtl4j.graph.backbone;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/**
 * A backbone CNN: an immutable graph of {@link Layer}s in file order, checked when it is made. The output is that of the last layer.
 *
 * <p>The wiring is resolved: {@link Node#inputs} says whose output a layer reads. Names may be used again (later readers mean the newest layer of that name),
 * and where an in-place ReLU has rectified a layer's output, later readers of that layer read the ReLU's. A layer's own output never changes.
 */
public final class Backbone {
  private final String name;
  private final int inputChannels;
  private final Optional<Shape> headerShape;
  private final List<Node> nodes;
  private final int[] channels;
  private final int[] convolutionDepths;
  private final int[] depths;
  private final BitSet gates;

  private Backbone(String name, int inputChannels, Optional<Shape> headerShape, List<Node> nodes) {
    this.name = Objects.requireNonNull(name, "name");
    this.inputChannels = inputChannels;
    this.headerShape = headerShape;
    this.nodes = List.copyOf(nodes);
    this.channels = new int[nodes.size()];
    this.convolutionDepths = new int[nodes.size()];
    this.depths = new int[nodes.size()];
    for (int i = 0; i < channels.length; i++) {
      Node node = nodes.get(i);
      checkPlace(node, i);
      LayerRules.checkSettings(node);
      channels[i] = LayerRules.outputChannels(node, node.inputs().stream().map(this::channels).toList());
      int convolution = node.layer() instanceof Convolution ? 1 : 0;
      convolutionDepths[i] = convolution + node.inputs().stream().mapToInt(input -> depth(input, false)).max().orElseThrow();
      depths[i] = convolution + (node.layer() instanceof BatchNorm ? 1 : 0) + node.inputs().stream().mapToInt(input -> depth(input, true)).max().orElseThrow();
    }
    gates = Gates.of(this.nodes);
    headerShape.ifPresent(shape -> shapes(shape.height(), shape.width()));
  }

  /**
   * Checks the layers and their wiring, but not sizes; see {@link #withHeader}.
   *
   * @param name name of the network
   * @param inputChannels channels of the input images
   * @param nodes the layers, each after those that it reads
   * @return the backbone
   * @throws InvalidLayerException where a layer cannot work; the message names the layer
   */
  public static Backbone of(String name, int inputChannels, List<Node> nodes) {
    if (inputChannels < 1 || nodes.isEmpty()) {
      throw new IllegalArgumentException("a backbone needs at least one input channel and one layer, found " + inputChannels + " and " + nodes.size());
    }
    return new Backbone(name, inputChannels, Optional.empty(), nodes);
  }

  /**
   * @param prototxt a prototxt file, see {@link Prototxt}
   * @return its backbone
   * @throws InvalidInputException when the file cannot be read or is no backbone; the message says file, line and column
   */
  public static Backbone read(Path prototxt) {
    return Prototxt.read(prototxt);
  }

  /**
   * @param name one of {@link #names}, such as {@code "mobilenetv2"}
   * @return the backbone of that name that comes with this library
   * @throws InvalidInputException when there is none of that name; the message lists those there are
   */
  public static Backbone named(String name) {
    return NamedBackbones.named(name);
  }

  /** @return the names of the backbones that come with this library */
  public static List<String> names() {
    return NamedBackbones.NAMES;
  }

  /**
   * @param nameOrFile one of {@link #names}, or the path of a prototxt file
   * @return the backbone
   * @throws InvalidInputException when it is neither, or the file is no backbone
   */
  public static Backbone resolve(String nameOrFile) {
    return resolve(nameOrFile, UnsupportedFields.REFUSE);
  }

  /**
   * @param nameOrFile a name as for {@link #named}, or a prototxt file
   * @param unsupported what to do with fields of a file that no layer has
   * @return the backbone
   * @throws InvalidInputException if there is neither, or the file cannot be read
   */
  public static Backbone resolve(String nameOrFile, UnsupportedFields unsupported) {
    return NamedBackbones.resolve(nameOrFile, unsupported);
  }

  /**
   * Starts a backbone in code.
   *
   * @param name name of the network
   * @return a builder
   */
  public static BackboneBuilder builder(String name) {
    return new BackboneBuilder(name);
  }

  /**
   * @param height rows of the input that the file's header gives
   * @param width columns of it
   * @return this backbone with a header shape, which is only a proposal: any input size that fits may be used
   * @throws InvalidLayerException where that size does not fit; the message names the layer and the shapes
   */
  public Backbone withHeader(int height, int width) {
    return new Backbone(name, inputChannels, Optional.of(new Shape(inputChannels, height, width)), nodes);
  }

  private static void checkPlace(Node node, int index) {
    if (node.index() != index || node.inputs().stream().anyMatch(input -> input < Node.DATA || input >= index)) {
      throw new IllegalArgumentException("node " + index + " must have that index and read earlier nodes, found " + node);
    }
  }

  /** @return the network's name; may be empty */
  public String name() {
    return name;
  }

  /** @return channels of the input images [N, C, H, W] */
  public int inputChannels() {
    return inputChannels;
  }

  /** @return the input's shape in the file's header, if it has one */
  public Optional<Shape> headerShape() {
    return headerShape;
  }

  /** @return the layers in file order; each reads earlier ones only */
  public List<Node> nodes() {
    return nodes;
  }

  /** @return the last layer, whose output the task heads read */
  public Node output() {
    return nodes.get(nodes.size() - 1);
  }

  /**
   * @param node index of a layer
   * @return channels of its first input
   */
  public int inputChannelsOf(int node) {
    return channels(nodes.get(node).inputs().get(0));
  }

  /**
   * @param node index of a layer, or {@link Node#DATA}
   * @return declared channels of its output: those of the map, except behind an {@link InnerProduct} that acts on the last axis
   */
  public int channels(int node) {
    return node == Node.DATA ? inputChannels : channels[node];
  }

  /**
   * The depth that the policy regulariser uses: the most convolutions on a way from the input to this layer, itself included.
   *
   * @param node index of a layer, or {@link Node#DATA}
   * @param countBatchNorm whether BatchNorms count as well (when they have policies)
   * @return the depth, from 0
   */
  public int depth(int node, boolean countBatchNorm) {
    if (node == Node.DATA) {
      return 0;
    }
    return countBatchNorm ? depths[node] : convolutionDepths[node];
  }

  /**
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @return the shape of each layer's output, by index
   * @throws InvalidLayerException where a size does not fit; the message names the layer and the shapes
   */
  public List<Shape> shapes(int height, int width) {
    return ShapeInference.infer(this, height, width);
  }

  /**
   * Multiplications with an addition in convolutions and linear layers for one image; everything else is small beside them and not counted.
   *
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @return multiply-adds of one forward pass of one image
   */
  public long multiplyAdds(int height, int width) {
    List<Shape> shapes = shapes(height, width);
    long sum = 0;
    for (Node node : nodes) {
      sum = Math.addExact(sum, multiplyAdds(node.index(), shapes));
    }
    return sum;
  }

  /**
   * @param node index of a layer
   * @param shapes what {@link #shapes} gave
   * @return the layer's multiply-adds for one image: output values times weights that each of them takes
   */
  public long multiplyAdds(int node, List<Shape> shapes) {
    return nodes.get(node).layer().multiplyAdds(inputChannelsOf(node), shapes.get(node));
  }

  /** @return numbers that training changes: weights and biases, gammas and betas; running statistics are not among them */
  public long parameters() {
    return nodes.stream().mapToLong(node -> parameters(node.index())).sum();
  }

  /**
   * @param node index of a layer
   * @return the layer's weights and biases, gammas and betas
   */
  public long parameters(int node) {
    return nodes.get(node).layer().parts(inputChannelsOf(node)).stream().filter(LayerPart::learned).mapToLong(LayerPart::length).sum();
  }

  /**
   * Whether a layer only computes a gate or a summand of one pixel for wider maps, as squeeze and excitation does (Hu, Shen, Sun, CVPR 2018). Nothing there can be skipped: it would
   * cost more than it saves.
   *
   * @param node index of a layer
   * @return whether it works behind a global pooling, and every way from it leads into an {@link Eltwise} with a wider map
   */
  public boolean isGate(int node) {
    return gates.get(node);
  }

  /**
   * @param node index of a layer
   * @return the layer as messages name it, such as {@code layer 7 (conv3, Convolution)}
   */
  public String describe(int node) {
    return InvalidLayerException.describe(node, nodes.get(node).layer());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Backbone b && name.equals(b.name) && inputChannels == b.inputChannels && headerShape.equals(b.headerShape) && nodes.equals(b.nodes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, inputChannels, headerShape, nodes);
  }

  @Override
  public String toString() {
    return "Backbone " + name + ": " + nodes.size() + " layers, " + inputChannels + " to " + channels(output().index()) + " channels, " + parameters()
        + " parameters";
  }
}
