package org.automtl4j.graph.network;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.layer.FixedLayers;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One task's own copy of a backbone, built layer by layer, so that something may happen between two of them. Its parameters are called
 * {@code layer.<index>.<task>.<part>}. Layers that its output does not depend on are left out.
 */
public final class BackboneCopy {
  private final NetworkScope scope;
  private final Backbone backbone;
  private final String task;
  private final List<Shape> shapes;
  private final BitSet needed = new BitSet();
  private final SDVariable[] outputs;
  private int next;

  /**
   * @param scope where to build
   * @param backbone the layers
   * @param task whose copy it is
   */
  public BackboneCopy(NetworkScope scope, Backbone backbone, String task) {
    this.scope = scope;
    this.backbone = backbone;
    this.task = task;
    this.shapes = backbone.shapes(scope.request().height(), scope.request().width());
    this.outputs = new SDVariable[backbone.nodes().size()];
    needed.set(outputs.length - 1);
    for (int i = outputs.length - 1; i >= 0; i--) {
      if (needed.get(i)) {
        backbone.nodes().get(i).inputs().stream().filter(input -> input != Node.DATA).forEach(needed::set);
      }
    }
  }

  /**
   * @param task whose copy
   * @param layer index of a layer
   * @param part one of its parts, see {@link Parts}
   * @return the parameter's name
   */
  public static String parameter(String task, int layer, String part) {
    return "layer." + layer + "." + task + "." + part;
  }

  /**
   * Builds up to a layer, this one included.
   *
   * @param layer index of a layer that the output depends on
   * @return its output, [N, C, H, W]
   */
  public SDVariable upTo(int layer) {
    for (; next <= layer; next++) {
      if (needed.get(next)) {
        Node node = backbone.nodes().get(next);
        outputs[next] = scope.shaped(build(node), shapes.get(next));
        scope.place(task, backbone.describe(next), outputs[next]);
      }
    }
    return outputs[layer];
  }

  /**
   * @param layer index of a layer that was built
   * @param value what those that come read in its place
   */
  public void replace(int layer, SDVariable value) {
    outputs[layer] = value;
  }

  /** @return the last layer's output, after building all that is left */
  public SDVariable output() {
    return upTo(outputs.length - 1);
  }

  private SDVariable build(Node node) {
    SDVariable x = input(node, 0);
    LayerName name = new LayerName(task + "/" + node.index() + "." + node.layer().name().replaceAll("[^A-Za-z0-9_.-]", "_"), "layer." + node.index() + "." + task);
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return scope.convolution(name, x, c);
    } else if (layer instanceof BatchNorm b) {
      return scope.batchNorm(name, x, b);
    } else if (layer instanceof Dropout d) {
      return scope.dropout(name.output(), x, d.ratio());
    } else if (layer instanceof InnerProduct l) {
      return innerProduct(name, node, l, x);
    } else if (layer instanceof PRelu) {
      int channels = backbone.channels(node.index());
      SDVariable slope = scope.parameter(name.parameter(PRelu.SLOPE), Role.WEIGHT, Initializer.constant(PRelu.FIRST_SLOPE), channels);
      return fixed().prelu(name.output(), x, slope, channels);
    }
    List<SDVariable> inputs = IntStream.range(0, node.inputs().size()).mapToObj(place -> input(node, place)).toList();
    return fixed().build(name.output(), layer, inputs, inputs.stream().map(scope::shape).toList());
  }

  private FixedLayers fixed() {
    return new FixedLayers(scope.sameDiff(), scope.dataType(), scope::constant);
  }

  /** [N, C, 1, 1] to [N, outputs, 1, 1]; wider maps on the last axis, [N, C, H, W] to [N, C, H, outputs]. */
  private SDVariable innerProduct(LayerName name, Node node, InnerProduct l, SDVariable x) {
    Shape in = scope.shape(x);
    Shape out = shapes.get(node.index());
    int inputs = backbone.inputChannelsOf(node.index());
    SDVariable weight = scope.parameter(name.parameter(Parts.WEIGHT), Role.WEIGHT, scope.initialization().weight(inputs, l.outputs()), inputs, l.outputs());
    SDVariable rows = scope.sameDiff().reshape(x, -1, in.height() == 1 && in.width() == 1 ? in.channels() : in.width()); // [N, C] or [N C H, W]
    SDVariable y = rows.mmul(weight);
    if (l.bias()) {
      y = y.add(scope.parameter(name.parameter(Parts.BIAS), Role.WEIGHT, scope.initialization().bias(inputs), l.outputs()));
    }
    scope.count((long) out.channels() * out.height() * out.width() * inputs);
    return scope.sameDiff().reshape(name.output(), y, -1, out.channels(), out.height(), out.width());
  }

  private SDVariable input(Node node, int place) {
    int index = node.inputs().get(place);
    return index == Node.DATA ? scope.images() : outputs[index];
  }
}
