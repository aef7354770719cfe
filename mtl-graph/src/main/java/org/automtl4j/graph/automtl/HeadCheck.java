package org.automtl4j.graph.automtl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.HeadParameters;

/**
 * Finds heads that do not give what their tasks need, before anything is trained: dense tasks a map [N, outputs, h, w] of more than one pixel, others
 * [N, outputs]. A loss would stretch anything else to the labels' shape, and nothing or nonsense would be learnt.
 */
final class HeadCheck {
  /** Side of the images with which heads are asked when no size is known. */
  private static final int SIDE = 224;

  private HeadCheck() {}

  /**
   * Checks a model for which the size of images is not known yet.
   *
   * @throws InvalidInputException if a head gives another rank or width than its task needs
   */
  static void check(BranchNetwork model) {
    Shape image = model.backbone().headerShape().orElse(new Shape(model.backbone().inputChannels(), SIDE, SIDE));
    maps(model.backbone(), image).ifPresent(maps -> {
      for (Task task : model.tasks()) {
        // A head that cannot be told its shape here, such as one that needs a larger map, is checked once the size of images is known.
        shape(model, task, maps, false).ifPresent(found -> check(model, task, found));
      }
    });
  }

  /**
   * Checks a model with images of a size.
   *
   * @throws InvalidInputException if that size does not fit the backbone or a head, or a head gives something else than its task needs
   */
  static void check(BranchNetwork model, int height, int width) {
    List<Shape> maps = FeatureNodes.of(model.backbone(), model.backbone().shapes(height, width));
    Shape map = maps.get(maps.size() - 1);
    boolean pixel = height * width > 1 && map.height() * map.width() == 1;
    for (Task task : model.tasks()) {
      long[] found = shape(model, task, maps, true).orElseThrow();
      check(model, task, found);
      if (pixel && found.length == 4 && found[2] * found[3] == 1) {
        throw new InvalidInputException("the backbone " + model.backbone().name() + " ends in one pixel ("
            + model.backbone().describe(model.backbone().output().index()) + ", images of " + height + "x" + width + "), from which the dense task '" + task.name()
            + "' cannot learn; classification and regression can. End the backbone at a map, before the pooling or linear layer over all of it, or take larger"
            + " images");
      }
    }
  }

  private static void check(BranchNetwork model, Task task, long[] found) {
    boolean dense = task.kind().isDense();
    if (found.length != (dense ? 4 : 2) || found[1] != task.outputs()) {
      String needed = dense ? "a map [N, " + task.outputs() + ", h, w], as the heads aspp and conv1x1 give it" : "[N, " + task.outputs() + "], as the head linear gives it";
      throw new InvalidInputException("the head of task '" + task.name() + "' (" + model.head(task.name()).type() + ") gives " + text(found) + "; " + task.kind()
          + " needs " + needed);
    }
  }

  private static String text(long[] shape) {
    String text = Arrays.toString(shape);
    return shape.length == 0 ? "a scalar" : "[N" + text.substring(text.indexOf(shape.length == 1 ? "]" : ","));
  }

  private static Optional<long[]> shape(BranchNetwork model, Task task, List<Shape> maps, boolean needed) {
    try {
      return Optional.of(HeadParameters.prediction(model.head(task.name()), task, maps, model.initialization(), model.dataType()));
    } catch (IllegalArgumentException e) {
      if (needed) {
        Shape map = maps.get(maps.size() - 1);
        throw new InvalidInputException("the head of task '" + task.name() + "' (" + model.head(task.name()).type() + ") cannot read the backbone's output [N, "
            + map.channels() + ", " + map.height() + ", " + map.width() + "]: " + e.getMessage(), e);
      }
      return Optional.empty();
    }
  }

  private static Optional<List<Shape>> maps(Backbone backbone, Shape image) {
    try {
      return Optional.of(FeatureNodes.of(backbone, backbone.shapes(image.height(), image.width())));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }
}
