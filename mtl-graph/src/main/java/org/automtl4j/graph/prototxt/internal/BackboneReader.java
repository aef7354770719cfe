package org.automtl4j.graph.prototxt.internal;

import java.util.List;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.InvalidLayerException;
import org.automtl4j.graph.backbone.internal.Wiring;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/** From a message to a backbone: header, layers, wires, sizes. */
public final class BackboneReader {
  private static final int MOST_LAYERS = 10_000;
  private static final int LARGEST_SIDE = 1 << 16;

  private BackboneReader() {}

  /**
   * @param source the text of a file
   * @param unsupported what to do with fields that no backbone has
   * @return the backbone
   * @throws InvalidInputException when it is none, with line and column
   */
  public static Backbone read(SourceText source, UnsupportedFields unsupported) {
    Fields net = TextParser.parse(source).fields();
    List<Fields> layers = net.children("layer");
    checkNumber(net, layers);
    List<Integer> dims = net.all("input_dim", Integer.class);
    int channels = channels(net, dims);
    try {
      Wiring wiring = new Wiring();
      for (int i = 0; i < layers.size(); i++) {
        Fields layer = layers.get(i);
        wiring.add(LayerReader.read(i, layer, unsupported), layer.text("top"), layer.all("bottom", String.class));
      }
      Backbone backbone = Backbone.of(net.text("name"), channels, wiring.nodes());
      return dims.size() >= 4 && dims.get(2) > 0 && dims.get(3) > 0 ? backbone.withHeader(dims.get(2), dims.get(3)) : backbone;
    } catch (InvalidLayerException e) {
      throw new InvalidInputException(layers.get(e.layer()).error(e.getMessage()).getMessage(), e);
    }
  }

  private static void checkNumber(Fields net, List<Fields> layers) {
    if (layers.isEmpty()) {
      throw net.error("has no layer" + (net.has("layers") ? ": the field is called layer now, and layers is not read" : ", needs at least one: layer { ... }"));
    }
    if (layers.size() > MOST_LAYERS) {
      throw layers.get(MOST_LAYERS).error("has " + layers.size() + " layers, allowed are " + MOST_LAYERS);
    }
  }

  private static int channels(Fields net, List<Integer> dims) {
    if (dims.size() < 2) {
      throw net.error("input_dim", "input_dim has " + dims.size() + " value(s), needs batch and channels at least, such as input_dim: [1, 3, 224, 224]"
          + (net.has("input_shape") ? "; input_shape is not read" : ""));
    }
    if (dims.get(1) < 1 || dims.get(1) > LARGEST_SIDE) {
      throw net.error("input_dim", "input_dim gives " + dims.get(1) + " channels, allowed 1 to " + LARGEST_SIDE);
    }
    for (int i = 2; i < Math.min(4, dims.size()); i++) {
      if (dims.get(i) > LARGEST_SIDE) {
        throw net.error("input_dim", "input_dim gives " + dims.get(i) + (i == 2 ? " rows" : " columns") + ", allowed up to " + LARGEST_SIDE);
      }
    }
    return dims.get(1);
  }
}
