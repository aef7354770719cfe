package org.automtl4j.graph.model;

import java.awt.image.BufferedImage;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.TaskKind;

/** Labels and predictions of one task as pictures that can be laid side by side: the same colours for the same values. */
public final class TaskPictures {
  private static final int UNKNOWN = 0xB4B4B4;

  private TaskPictures() {}

  /**
   * The range of values that pictures of a task should have in common.
   *
   * @param from the value that is darkest
   * @param to the value that is lightest
   */
  public record Range(double from, double to) {
    /** Checks that both are finite. */
    public Range {
      if (!Double.isFinite(from) || !Double.isFinite(to)) {
        throw new IllegalArgumentException("a range needs two finite ends, found " + from + " and " + to);
      }
    }

    /**
     * @param values any numbers; those that are not finite do not count
     * @return from the least to the largest; 0 to 1 where there is none
     */
    public static Range of(float... values) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (float value : values) {
        if (Float.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
      return least <= most ? new Range(least, most) : new Range(0, 1);
    }

    private double share(double value) {
      return to > from ? (value - from) / (to - from) : 0;
    }
  }

  /**
   * @param kind a dense kind of task
   * @param values [C, H, W], row by row: class indexes in one channel for segmentation, unit vectors for normals, else one channel of values. What is not finite is drawn grey,
   *     as unknown
   * @param height H
   * @param width W
   * @param range of the colours, where a kind has a colour map over values
   * @return the picture: class colours, viridis for depth (dark is near), the components of normals as red, green and blue, grey for key points and edges
   * @throws InvalidInputException for a kind with one answer per image
   */
  public static BufferedImage draw(TaskKind kind, float[] values, int height, int width, Range range) {
    if (!kind.isDense()) {
      throw new InvalidInputException("a task of kind " + kind + " has one answer per image; there is no picture of it");
    }
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      picture.setRGB(i % width, i / width, Float.isFinite(values[i]) ? colour(kind, values, i, height * width, range) : UNKNOWN);
    }
    return picture;
  }

  /**
   * @param index a class
   * @return its colour in pictures, 0xRRGGBB
   */
  public static int classColour(int index) {
    return ColourMaps.ofClass(index);
  }

  private static int colour(TaskKind kind, float[] values, int i, int plane, Range range) {
    return switch (kind) {
      case SEGMENTATION -> classColour(Math.round(values[i]));
      case DEPTH -> ColourMaps.sequential(range.share(values[i]));
      case NORMALS -> ColourMaps.rgb((values[i] + 1) / 2, (values[i + plane] + 1) / 2, (values[i + 2 * plane] + 1) / 2);
      case KEYPOINTS, EDGES -> ColourMaps.rgb(range.share(values[i]), range.share(values[i]), range.share(values[i]));
      case CLASSIFICATION, REGRESSION -> throw new IllegalStateException("not a dense kind: " + kind);
    };
  }
}
