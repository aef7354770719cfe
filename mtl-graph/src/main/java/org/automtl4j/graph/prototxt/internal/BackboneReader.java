package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.text.Suggestion;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.InvalidLayerException;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.internal.Wiring;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/** From a message to a backbone: header, layers, wires, sizes. */
public final class BackboneReader {
  private static final int MOST_LAYERS = 10_000;

  private BackboneReader() {}

  /**
   * @param source the text of a file
   * @param unsupported what to do with fields that no backbone has
   * @return the backbone
   * @throws InvalidInputException when it is none, with line and column of every fault
   */
  public static Backbone read(SourceText source, UnsupportedFields unsupported) {
    return readWhole(source, unsupported, false).backbone();
  }

  /**
   * @param source the text of a file that a user gave
   * @param unsupported what to do with fields that no backbone has
   * @return the backbone without layers that feed nothing, unless unsupported fields are ignored as published, and what a reader should know about it
   * @throws InvalidInputException when it is none, with line and column of every fault
   */
  public static NotedBackbone readNoting(SourceText source, UnsupportedFields unsupported) {
    Read read = readWhole(source, unsupported, false);
    return unsupported == UnsupportedFields.IGNORE ? new NotedBackbone(read.backbone(), List.of()) : DeadLayers.without(new NotedBackbone(read.backbone(), read.allRemarks()));
  }

  /**
   * @param source the text of a file of Caffe's
   * @param feature name of the layer or of the top where the backbone ends; without one, the last layer
   * @return the backbone that computes what Caffe computes, and the layers of the file that each of its layers is made of
   * @throws InvalidInputException when it is none, with line and column of every fault
   */
  public static CaffeBackbone convert(SourceText source, Optional<String> feature) {
    Read read = readWhole(source, UnsupportedFields.REFUSE, true);
    Backbone backbone = feature.map(name -> upTo(source, read.backbone(), name)).orElse(read.backbone());
    Map<String, List<String>> sources = new LinkedHashMap<>();
    read.layers().forEach(layer -> sources.put(layer.layer().name(), layer.sources()));
    return new CaffeBackbone(DeadLayers.without(new NotedBackbone(backbone, read.remarks())), sources, CaffeImages.of(read.net(), read.fields()));
  }

  private static Backbone upTo(SourceText source, Backbone backbone, String feature) {
    List<String> names = new ArrayList<>();
    for (int i = backbone.nodes().size() - 1; i >= 0; i--) {
      Node node = backbone.nodes().get(i);
      if (node.layer().name().equals(feature) || node.top().equals(feature)) {
        Backbone cut = Backbone.of(backbone.name(), backbone.inputChannels(), backbone.nodes().subList(0, i + 1));
        return backbone.headerShape().map(shape -> cut.withHeader(shape.height(), shape.width())).orElse(cut);
      }
      names.add(node.layer().name());
    }
    throw new InvalidInputException(source.name() + ": --feature: there is no layer '" + feature + "'" + Suggestion.didYouMean(feature, names) + "; the last layers are "
        + String.join(", ", names.subList(0, Math.min(10, names.size()))));
  }

  /** A backbone, what it was made of, and what should be known. */
  private record Read(Fields net, List<Fields> fields, Backbone backbone, List<FileLayer> layers, List<String> remarks, boolean caffe) {

    List<String> allRemarks() {
      List<String> all = new ArrayList<>(remarks);
      List<String> poolings = CaffePooling.remarks(backbone, layers);
      all.addAll(poolings);
      if (caffe) {
        all.add("it looks like a file of Caffe's: automtl import backbone FILE --out NAME.prototxt makes a backbone that computes what Caffe does"
            + (poolings.isEmpty() ? "" : ", with poolings that round up") + "; --weights NAME.caffemodel brings its numbers");
      }
      return all;
    }
  }

  private static Read readWhole(SourceText source, UnsupportedFields unsupported, boolean convert) {
    Faults faults = new Faults(source);
    Fields net = TextParser.parse(source, faults).fields();
    List<Fields> fields = net.has("layer") ? net.children("layer") : net.children("layers");
    if (faults.isEmpty() || !fields.isEmpty()) {
      checkNumber(net, fields);
    }
    FileInput input = FileInput.of(net, fields);
    int channels = 0;
    try {
      channels = input.channels();
    } catch (PlacedException e) {
      e.into(faults);
    }
    boolean caffe = FileLayers.isCaffe(net, fields, input);
    FileLayers layers = FileLayers.of(fields, input, channels, unsupported, convert || caffe, convert, faults);
    faults.check();
    if (layers.layers().isEmpty()) {
      throw net.error("has no layer of a backbone, needs at least one");
    }
    List<String> remarks = new ArrayList<>(layers.remarks());
    return new Read(net, fields, wired(net, layers.layers(), channels, input.size(), unsupported, convert, remarks), layers.layers(), remarks, caffe);
  }

  private static Backbone wired(
      Fields net, List<FileLayer> layers, int channels, List<Integer> size, UnsupportedFields unsupported, boolean convert, List<String> remarks) {
    try {
      Wiring wiring = new Wiring();
      for (int i = 0; i < layers.size(); i++) {
        FileLayer layer = layers.get(i);
        if (unsupported == UnsupportedFields.REFUSE) {
          checkWires(i, layer);
        }
        wiring.add(layer.layer(), layer.top(), layer.bottoms());
      }
      Backbone backbone = Backbone.of(net.text("name"), channels, wiring.nodes());
      if (size.isEmpty()) {
        return backbone;
      }
      Backbone flattened = unsupported == UnsupportedFields.REFUSE ? Flattening.apply(backbone, size.get(0), size.get(1), convert, remarks) : backbone;
      return flattened.withHeader(size.get(0), size.get(1));
    } catch (InvalidLayerException e) {
      throw new InvalidInputException(layers.get(e.layer()).fields().error(e.getMessage()).getMessage(), e);
    }
  }

  /** Refuses what would be dropped: inputs beyond those that the layer takes, and outputs beyond the first. */
  private static void checkWires(int index, FileLayer layer) {
    List<String> bottoms = layer.bottoms();
    int taken = layer.layer().mostInputs();
    if (bottoms.size() > taken) {
      throw new InvalidLayerException(index, layer.layer(), "has " + bottoms.size() + " bottoms (" + String.join(", ", bottoms) + "), takes " + taken
          + (taken == 2 ? "; join more maps by several Eltwise layers, one after the other" : ""));
    }
    List<String> tops = layer.fields().written("top");
    if (tops.size() > 1 && !layer.sources().isEmpty()) {
      throw new InvalidLayerException(index, layer.layer(), "has " + tops.size() + " tops (" + String.join(", ", tops) + "), has one here");
    }
  }

  private static void checkNumber(Fields net, List<Fields> layers) {
    if (layers.isEmpty()) {
      throw net.error("has no layer, needs at least one: layer { ... }");
    }
    if (layers.size() > MOST_LAYERS) {
      throw layers.get(MOST_LAYERS).error("has " + layers.size() + " layers, allowed are " + MOST_LAYERS);
    }
  }
}
