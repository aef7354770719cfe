package org.automtl4j.graph.model;

import org.automtl4j.core.InvalidInputException;

/** At which size a model looks at an image. The sides of the image keep their ratio; what is left over is padding. Answers have the image's own size, whatever the model looked at. */
public sealed interface PredictionSize {
  /** The most pixels of a side. */
  int MOST = 1 << 14;

  /** The size that the model was trained at: what it knows best. */
  record OfModel() implements PredictionSize {}

  /**
   * A size of choice: larger than the model's shows smaller things, but a network knows things as large as it has seen them.
   *
   * @param height rows
   * @param width columns
   */
  record Given(int height, int width) implements PredictionSize {
    /** Checks both sides. */
    public Given {
      if (height < 1 || width < 1 || height > MOST || width > MOST) {
        throw new InvalidInputException("size: found " + height + "x" + width + ", allowed: HxW of 1 to " + MOST + " each");
      }
    }
  }

  /** Pixel for pixel. Images of more than a million pixels are looked at in tiles that overlap, so that memory does not grow with them. */
  record OfImage() implements PredictionSize {}

  /** @return the size that the model was trained at */
  static PredictionSize ofModel() {
    return new OfModel();
  }

  /**
   * @param height rows
   * @param width columns
   * @return that size
   * @throws InvalidInputException for a size that cannot be
   */
  static PredictionSize of(int height, int width) {
    return new Given(height, width);
  }

  /** @return the image's own size */
  static PredictionSize ofImage() {
    return new OfImage();
  }
}
