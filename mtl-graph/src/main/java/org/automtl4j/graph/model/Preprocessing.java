package org.automtl4j.graph.model;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What happens to an image before a model reads it: it is brought to the model's size, and each channel becomes (pixel - mean) / std, with pixels in 0..255.
 *
 * @param order the channels and their order
 * @param mean subtracted, one per channel
 * @param std divided by, one per channel; positive
 */
public record Preprocessing(ChannelOrder order, List<Double> mean, List<Double> std) {

  /** Checks every component. */
  public Preprocessing {
    Objects.requireNonNull(order, "order");
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != order.channels() || std.size() != order.channels()) {
      throw new InvalidInputException("input order " + order + " has " + order.channels() + " channels; found " + mean.size() + " means and " + std.size() + " stds");
    }
    if (!mean.stream().allMatch(Double::isFinite) || !std.stream().allMatch(s -> s > 0 && Double.isFinite(s))) {
      throw new InvalidInputException("means must be finite and stds positive, found " + mean + " and " + std);
    }
  }

  /**
   * @param order the channels and their order
   * @return pixels in 0..1: mean 0 and std 255
   */
  public static Preprocessing unitRange(ChannelOrder order) {
    return new Preprocessing(order, Collections.nCopies(order.channels(), 0.0), Collections.nCopies(order.channels(), 255.0));
  }

  /**
   * @param image an image of any size and type; transparency is ignored
   * @param height rows that the model reads
   * @param width columns that it reads
   * @return [1, C, height, width]; resized bilinearly with half-pixel centres where sizes differ
   */
  public INDArray apply(BufferedImage image, int height, int width) {
    return apply(image, Placement.whole(height, width));
  }

  /** [1, C, H, W] of what is read; 0 where there is no image. */
  INDArray apply(BufferedImage image, Placement place) {
    int h = image.getHeight();
    int w = image.getWidth();
    int[] pixels = image.getRGB(0, 0, w, h, null, 0, w);
    int area = place.inputHeight() * place.inputWidth();
    float[] values = new float[Math.multiplyExact(order.channels(), area)];
    for (int c = 0; c < order.channels(); c++) {
      float[] channel = new float[h * w];
      for (int i = 0; i < channel.length; i++) {
        channel[i] = order.value(pixels[i], c);
      }
      float[] resized = Resampling.bilinear(channel, h, w, place.contentHeight(), place.contentWidth());
      float subtract = mean.get(c).floatValue();
      float divide = std.get(c).floatValue();
      for (int i = 0; i < resized.length; i++) {
        int y = place.top() + i / place.contentWidth();
        int x = place.left() + i % place.contentWidth();
        values[c * area + y * place.inputWidth() + x] = (resized[i] - subtract) / divide;
      }
    }
    return Nd4j.create(values, new long[] {1, order.channels(), place.inputHeight(), place.inputWidth()}, 'c');
  }
}
