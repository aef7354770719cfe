package org.automtl4j.graph.model;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a model on one image at a size of choice. */
final class ImagePrediction {
  /** Pixels that are read at once, unless the model was made for more. */
  private static final int MOST_AT_ONCE = 1 << 20;
  /** The strides of all backbones divide it, so that tiles fit each other value by value. */
  private static final int MULTIPLE = 32;

  private final MultiTaskModel model;
  private final Preprocessing preprocessing;
  private final List<Task> wanted;

  ImagePrediction(MultiTaskModel model, Preprocessing preprocessing, List<Task> wanted) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.wanted = wanted;
  }

  Prediction of(BufferedImage image, PredictionSize size) {
    Placement placement = placement(image.getHeight(), image.getWidth(), size);
    boolean large = (long) placement.inputHeight() * placement.inputWidth() > Math.max(MOST_AT_ONCE, model.height() * model.width());
    Map<String, INDArray> outputs = size instanceof PredictionSize.OfImage && large ? tiled(image, placement) : outputs(image, placement, wanted);
    Map<String, Task> tasks = new LinkedHashMap<>();
    Map<String, INDArray> inOrder = new LinkedHashMap<>();
    for (Task task : wanted) {
      tasks.put(task.name(), task);
      inOrder.put(task.name(), outputs.get(task.name()));
    }
    return new Prediction(tasks, inOrder, image.getHeight(), image.getWidth(), placement);
  }

  private Placement placement(int height, int width, PredictionSize size) {
    Placement placement;
    if (size instanceof PredictionSize.Given given) {
      placement = Placement.fitted(height, width, given.height(), given.width());
    } else if (size instanceof PredictionSize.OfImage) {
      placement = Placement.natural(height, width, MULTIPLE);
    } else {
      placement = Placement.fitted(height, width, model.height(), model.width());
    }
    if (model.isFixedSize() && (placement.inputHeight() != model.height() || placement.inputWidth() != model.width())) {
      throw new InvalidInputException("size: found " + placement.inputHeight() + "x" + placement.inputWidth() + ", allowed: " + model.height() + "x" + model.width()
          + ": the model was made for this size only; a model without a fixed size takes others");
    }
    return placement;
  }

  private Map<String, INDArray> outputs(BufferedImage image, Placement placement, List<Task> tasks) {
    model.memory(1, placement.inputHeight(), placement.inputWidth()).check(true);
    return model.outputs(preprocessing.apply(image, placement), tasks.stream().map(Task::name).toArray(String[]::new));
  }

  /** Maps come from tiles, answers about the whole image from the image at the model's own size. */
  private Map<String, INDArray> tiled(BufferedImage image, Placement placement) {
    List<Task> dense = wanted.stream().filter(task -> task.kind().isDense()).toList();
    List<Task> whole = wanted.stream().filter(task -> !task.kind().isDense()).toList();
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    if (!dense.isEmpty()) {
      outputs.putAll(new Tiles(placement.inputHeight(), placement.inputWidth()).stitch((row, column, tile) -> {
        BufferedImage part = image.getSubimage(column, row, Math.min(tile.inputWidth(), image.getWidth() - column), Math.min(tile.inputHeight(), image.getHeight() - row));
        return outputs(part, new Placement(tile.inputHeight(), tile.inputWidth(), 0, 0, part.getHeight(), part.getWidth()), dense);
      }));
    }
    if (!whole.isEmpty()) {
      outputs.putAll(outputs(image, Placement.fitted(image.getHeight(), image.getWidth(), model.height(), model.width()), whole));
    }
    return outputs;
  }
}
