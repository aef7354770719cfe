package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InvalidLayerException;
import org.automtl4j.graph.backbone.Layer;
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
   * @throws InvalidInputException when it is none, with line and column of every fault
   */
  public static Backbone read(SourceText source, UnsupportedFields unsupported) {
    return readWhole(source, unsupported).backbone();
  }

  /**
   * @param source the text of a file that a user gave
   * @param unsupported what to do with fields that no backbone has
   * @return the backbone without layers that feed nothing, unless unsupported fields are ignored as published, and what a reader should know about it
   * @throws InvalidInputException when it is none, with line and column of every fault
   */
  public static NotedBackbone readNoting(SourceText source, UnsupportedFields unsupported) {
    Read read = readWhole(source, unsupported);
    return unsupported == UnsupportedFields.IGNORE ? new NotedBackbone(read.backbone(), List.of())
        : DeadLayers.without(new NotedBackbone(read.backbone(), CaffePooling.remarks(read.backbone(), read.layers())));
  }

  /** A backbone and the fields of its layers. */
  private record Read(Backbone backbone, List<Fields> layers) {}

  private static Read readWhole(SourceText source, UnsupportedFields unsupported) {
    Faults faults = new Faults(source);
    Fields net = TextParser.parse(source, faults).fields();
    List<Fields> layers = net.children("layer");
    if (faults.isEmpty() || !layers.isEmpty()) {
      checkNumber(net, layers);
    }
    List<Layer> read = new ArrayList<>();
    for (int i = 0; i < layers.size() && !faults.isFull(); i++) {
      if (faults.within(layers.get(i).start(), i + 1 < layers.size() ? Optional.of(layers.get(i + 1).start()) : Optional.empty())) {
        continue; // what is missing there may be what could not be read
      }
      try {
        read.add(LayerReader.read(i, layers.get(i), unsupported));
      } catch (PlacedException e) {
        e.into(faults);
      }
    }
    List<Integer> dims = net.all("input_dim", Integer.class);
    int channels = 0;
    try {
      channels = channels(net, dims);
    } catch (PlacedException e) {
      e.into(faults);
    }
    faults.check();
    return new Read(wired(net, layers, read, channels, dims, unsupported), layers);
  }

  private static Backbone wired(Fields net, List<Fields> layers, List<Layer> read, int channels, List<Integer> dims, UnsupportedFields unsupported) {
    try {
      Wiring wiring = new Wiring();
      for (int i = 0; i < layers.size(); i++) {
        Fields layer = layers.get(i);
        List<String> bottoms = layer.all("bottom", String.class);
        if (unsupported == UnsupportedFields.REFUSE) {
          checkWires(i, layer, read.get(i), bottoms);
        }
        wiring.add(read.get(i), layer.text("top"), bottoms);
      }
      Backbone backbone = Backbone.of(net.text("name"), channels, wiring.nodes());
      return dims.size() >= 4 && dims.get(2) > 0 && dims.get(3) > 0 ? backbone.withHeader(dims.get(2), dims.get(3)) : backbone;
    } catch (InvalidLayerException e) {
      throw new InvalidInputException(layers.get(e.layer()).error(e.getMessage()).getMessage(), e);
    }
  }

  /** Refuses what would be dropped: inputs beyond those that the layer takes, and outputs beyond the first. */
  private static void checkWires(int index, Fields fields, Layer layer, List<String> bottoms) {
    int taken = layer instanceof Eltwise ? 2 : 1;
    if (bottoms.size() > taken) {
      throw new InvalidLayerException(index, layer, "has " + bottoms.size() + " bottoms (" + String.join(", ", bottoms) + "), takes " + taken
          + (taken == 2 ? "; join more maps by several Eltwise layers, one after the other" : ""));
    }
    List<String> tops = fields.written("top");
    if (tops.size() > 1) {
      throw new InvalidLayerException(index, layer, "has " + tops.size() + " tops (" + String.join(", ", tops) + "), has one here");
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
