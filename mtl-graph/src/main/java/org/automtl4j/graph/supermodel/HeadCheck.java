package org.automtl4j.graph.supermodel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.HeadParameters;
import org.automtl4j.graph.task.Task;

/**
 * Finds heads that do not give what their tasks need, before anything is trained: dense tasks a map [N, outputs, h, w] of more than one pixel, others
 * [N, outputs]. A loss would stretch anything else to the labels' shape, and nothing or nonsense would be learnt.
 */
final class HeadCheck {
  /** Side of the map with which heads are asked when no image's size is known. */
  private static final int SIDE = 16;
  /** Sides of images, of which one at least becomes more than one pixel in a backbone that ends in a map. */
  private static final int[] SIZES = {64, 224, 320, 1024};

  private HeadCheck() {}

  /**
   * Checks a model for which the size of images is not known yet.
   *
   * @throws InvalidInputException if a head gives another rank or width than its task needs at any size, or if the backbone ends in one pixel at any size, which
   *     a dense task cannot use
   */
  static void check(SuperModel model) {
    boolean pixel = endsInOnePixel(model);
    Optional<Shape> known = model.backbone().headerShape().flatMap(image -> map(model.backbone(), image));
    int height = pixel ? 1 : known.map(Shape::height).orElse(SIDE);
    int width = pixel ? 1 : known.map(Shape::width).orElse(SIDE);
    for (Task task : model.tasks()) {
      // A head that cannot be told its shape here, such as one that needs a larger map, is checked once the size of images is known.
      shape(model, task, height, width, false).ifPresent(found -> check(model, task, found, "any size", pixel));
    }
  }

  /**
   * Checks a model with images of a size.
   *
   * @throws InvalidInputException if that size does not fit the backbone or a head, or a head gives something else than its task needs
   */
  static void check(SuperModel model, int height, int width) {
    Shape map = model.backbone().shapes(height, width).get(model.backbone().output().index());
    for (Task task : model.tasks()) {
      shape(model, task, map.height(), map.width(), true)
          .ifPresent(found -> check(model, task, found, height + "x" + width, height * width > 1 && map.height() * map.width() == 1));
    }
  }

  private static void check(SuperModel model, Task task, long[] found, String size, boolean pixel) {
    boolean dense = task.kind().isDense();
    if (found.length != (dense ? 4 : 2) || found[1] != task.outputs()) {
      String needed = dense ? "a map [N, " + task.outputs() + ", h, w], as the heads aspp and conv1x1 give it" : "[N, " + task.outputs() + "], as the head linear gives it";
      throw new InvalidInputException("the head of task '" + task.name() + "' (" + model.head(task.name()).type() + ") gives " + text(found) + "; " + task.kind()
          + " needs " + needed);
    }
    if (dense && pixel && found[2] * found[3] == 1) {
      Node last = model.backbone().output();
      throw new InvalidInputException("the backbone " + model.backbone().name() + " ends in one pixel (" + model.backbone().describe(last.index()) + ", images of "
          + size + "), which the dense task '" + task.name() + "' cannot learn from; classification and regression can. End the backbone at a map, before the"
          + " pooling or linear layer over all of it" + (size.contains("x") ? ", or take larger images" : ""));
    }
  }

  private static String text(long[] shape) {
    String text = Arrays.toString(shape);
    return shape.length == 0 ? "a scalar" : "[N" + text.substring(text.indexOf(shape.length == 1 ? "]" : ","));
  }

  private static Optional<long[]> shape(SuperModel model, Task task, int height, int width, boolean needed) {
    int channels = model.backbone().channels(model.backbone().output().index());
    try {
      return Optional.of(HeadParameters.prediction(model.head(task.name()), task, new Shape(channels, height, width), model.initialization(), model.dataType()));
    } catch (IllegalArgumentException e) {
      if (needed) {
        throw new InvalidInputException("the head of task '" + task.name() + "' (" + model.head(task.name()).type() + ") cannot read the backbone's output ["
            + "N, " + channels + ", " + height + ", " + width + "]: " + e.getMessage(), e);
      }
      return Optional.empty();
    }
  }

  /** Whether images become one pixel whatever their size: those that are tried and fit the backbone do. */
  private static boolean endsInOnePixel(SuperModel model) {
    Backbone backbone = model.backbone();
    Stream<Shape> tried = Stream.concat(backbone.headerShape().stream(), IntStream.of(SIZES).mapToObj(side -> new Shape(backbone.inputChannels(), side, side)));
    List<Shape> maps = tried.flatMap(image -> map(backbone, image).stream()).toList();
    return !maps.isEmpty() && maps.stream().allMatch(map -> map.height() * map.width() == 1);
  }

  private static Optional<Shape> map(Backbone backbone, Shape image) {
    try {
      return Optional.of(backbone.shapes(image.height(), image.width()).get(backbone.output().index()));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }
}
