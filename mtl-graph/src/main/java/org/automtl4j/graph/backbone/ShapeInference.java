package org.automtl4j.graph.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;

/** The shape of every layer's output for one size of input. */
final class ShapeInference {
  private static final int LARGEST = 1 << 16;
  private final Backbone backbone;
  private final List<Shape> shapes = new ArrayList<>();
  private final Shape data;

  private ShapeInference(Backbone backbone, Shape data) {
    this.backbone = backbone;
    this.data = data;
  }

  static List<Shape> infer(Backbone backbone, int height, int width) {
    if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
      throw new InvalidInputException("an input of " + height + "x" + width + " pixels is not possible, allowed 1 to " + LARGEST + " each");
    }
    ShapeInference inference = new ShapeInference(backbone, new Shape(backbone.inputChannels(), height, width));
    for (Node node : backbone.nodes()) {
      Shape out = inference.output(node);
      if ((double) out.channels() * out.height() * out.width() > Integer.MAX_VALUE) {
        throw InvalidLayerException.of(node, "output " + out + " of input " + inference.input(node, 0) + " has more than " + Integer.MAX_VALUE + " values");
      }
      inference.shapes.add(out);
    }
    return List.copyOf(inference.shapes);
  }

  private Shape output(Node node) {
    List<Shape> inputs = IntStream.range(0, node.inputs().size()).mapToObj(place -> input(node, place)).toList();
    return LayerRules.placed(node, () -> node.layer().shape(backbone.inputChannelsOf(node.index()), inputs));
  }

  private Shape input(Node node, int place) {
    int index = node.inputs().get(place);
    return index == Node.DATA ? data : shapes.get(index);
  }
}
