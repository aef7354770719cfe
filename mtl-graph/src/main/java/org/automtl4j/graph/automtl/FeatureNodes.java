package org.automtl4j.graph.automtl;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;

/**
 * The layers whose maps heads may look at: of each size that a backbone goes through, the last one that its output depends on. They do not depend on the size of
 * the images, so that a head has the same parameters at each.
 */
final class FeatureNodes {
  /** Side of the images that tell where maps change, where the header names none. */
  private static final int SIDE = 224;

  private FeatureNodes() {}

  /** @return their numbers in order; the last is the backbone's output */
  static List<Integer> of(Backbone backbone) {
    int output = backbone.output().index();
    BitSet needed = needed(backbone);
    List<Shape> shapes = shapes(backbone).orElse(List.of());
    TreeMap<List<Integer>, Integer> last = new TreeMap<>((a, b) -> a.get(0).equals(b.get(0)) ? a.get(1) - b.get(1) : a.get(0) - b.get(0));
    IntStream.range(0, shapes.size()).filter(needed::get).forEach(node -> last.put(List.of(shapes.get(node).height(), shapes.get(node).width()), node));
    last.values().remove(output);
    return IntStream.concat(last.values().stream().mapToInt(node -> node).filter(node -> node < output).sorted(), IntStream.of(output)).boxed().toList();
  }

  /** The shapes of those maps where images have some size; only channels count. */
  static List<Shape> channels(Backbone backbone) {
    Optional<List<Shape>> shapes = shapes(backbone);
    return of(backbone).stream().map(node -> shapes.map(s -> s.get(node)).orElseGet(() -> new Shape(backbone.channels(node), 1, 1))).toList();
  }

  /**
   * @param all the shapes of all layers
   * @return those of the maps
   */
  static List<Shape> of(Backbone backbone, List<Shape> all) {
    return of(backbone).stream().map(all::get).toList();
  }

  private static Optional<List<Shape>> shapes(Backbone backbone) {
    Shape image = backbone.headerShape().orElse(new Shape(backbone.inputChannels(), SIDE, SIDE));
    try {
      return Optional.of(backbone.shapes(image.height(), image.width()));
    } catch (InvalidInputException e) {
      return Optional.empty(); // a backbone for images of some sizes only: its heads see its output
    }
  }

  /** The layers that the backbone's output depends on. */
  static BitSet needed(Backbone backbone) {
    BitSet needed = new BitSet();
    needed.set(backbone.output().index());
    for (int i = needed.length() - 1; i >= 0; i = needed.previousSetBit(i - 1)) {
      backbone.nodes().get(i).inputs().stream().filter(input -> input != Node.DATA).forEach(needed::set);
    }
    return needed;
  }
}
