package org.automtl4j.app.picture;

import java.awt.image.BufferedImage;
import org.automtl4j.core.task.TaskKind;

/** A prediction laid over its image, as large as the image: where one looks whether borders meet. */
public final class Overlay {
  private static final double USUAL = 0.5;

  private Overlay() {}

  /**
   * @param prediction what was predicted, at the image's size
   * @param image the image
   * @return half image and half prediction; of key points and edges, which are nothing almost everywhere, only what there is, in red
   */
  public static BufferedImage of(TaskMap prediction, BufferedImage image) {
    float[] range = prediction.range();
    BufferedImage colours = MapPainter.paint(prediction, range[0], range[1]);
    boolean sparse = prediction.task().kind() == TaskKind.EDGES || prediction.task().kind() == TaskKind.KEYPOINTS;
    BufferedImage picture = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int above = colours.getRGB(x, y);
        picture.setRGB(x, y, sparse ? mixed(image.getRGB(x, y), 0xFF0000, (above & 0xFF) / 255.0) : mixed(image.getRGB(x, y), above, USUAL));
      }
    }
    return picture;
  }

  private static int mixed(int below, int above, double share) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      mixed |= (int) Math.round((below >> shift & 0xFF) * (1 - share) + (above >> shift & 0xFF) * share) << shift;
    }
    return mixed;
  }
}
