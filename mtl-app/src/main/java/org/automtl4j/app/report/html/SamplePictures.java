package org.automtl4j.app.report.html;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.graph.model.Prediction;

/** Numbers as pictures inside the page. */
final class SamplePictures {
  private static final int LONGEST_SIDE = 192;
  private static final int BYTE = 255;

  private SamplePictures() {}

  /** A picture as an element that needs no file. */
  static Element embedded(BufferedImage picture, String description) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(smaller(picture), "png", bytes);
      return Element.of("img").set("alt", description).set("src", "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture", e);
    }
  }

  private static BufferedImage smaller(BufferedImage picture) {
    double scale = LONGEST_SIDE / (double) Math.max(picture.getWidth(), picture.getHeight());
    if (scale >= 1) {
      return picture;
    }
    int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }

  /** The image as it was before it became numbers. */
  static BufferedImage image(Sample sample, ImageEncoding encoding) {
    BufferedImage picture = new BufferedImage(sample.width(), sample.height(), BufferedImage.TYPE_INT_RGB);
    int plane = sample.width() * sample.height();
    for (int i = 0; i < plane; i++) {
      int rgb = 0;
      for (int colour = 0; colour < 3; colour++) {
        int channel = sample.channels() < 3 ? 0 : encoding.order() == ImageEncoding.Order.BGR ? 2 - colour : colour;
        rgb = rgb << 8 | (int) Math.max(0, Math.min(BYTE, Math.round(encoding.decode(channel, sample.image()[channel * plane + i]))));
      }
      picture.setRGB(i % sample.width(), i / sample.width(), rgb);
    }
    return picture;
  }

  /** A dense label's values; what is unknown is not a number. */
  static float[] label(Task task, Label label) {
    float[] values = label.values().clone();
    int plane = label.height() * label.width();
    for (int i = 0; i < plane; i++) {
      int at = i;
      boolean masked = label.mask().map(m -> (int) m[at] != 1).orElse(false);
      if (masked || ignored(task.ignore(), values, i, plane)) {
        for (int c = 0; c < label.channels(); c++) {
          values[c * plane + i] = Float.NaN;
        }
      }
    }
    return values;
  }

  private static boolean ignored(IgnoreRule rule, float[] values, int i, int plane) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int c = i; c < values.length; c += plane) {
      largest = Math.max(largest, values[c]);
      sum += values[c];
    }
    if (rule instanceof IgnoreRule.Values unknown) {
      return unknown.values().contains(largest);
    }
    return rule instanceof IgnoreRule.AtMost atMost && sum <= atMost.threshold();
  }

  /** A dense prediction's values in the layout of a label. */
  static float[] prediction(Task task, Prediction prediction, int image) {
    return switch (task.kind()) {
      case SEGMENTATION -> {
        int[][] classes = prediction.classes(task.name(), image);
        float[] flat = new float[prediction.height() * prediction.width()];
        for (int i = 0; i < flat.length; i++) {
          flat[i] = classes[i / prediction.width()][i % prediction.width()];
        }
        yield flat;
      }
      case NORMALS -> {
        float[] all = prediction.array(task.name()).data().asFloat();
        int size = task.outputs() * prediction.height() * prediction.width();
        yield Arrays.copyOfRange(all, image * size, (image + 1) * size);
      }
      default -> {
        float[][] rows = prediction.values(task.name(), image);
        float[] flat = new float[prediction.height() * prediction.width()];
        for (int y = 0; y < rows.length; y++) {
          System.arraycopy(rows[y], 0, flat, y * prediction.width(), prediction.width());
        }
        yield flat;
      }
    };
  }
}
