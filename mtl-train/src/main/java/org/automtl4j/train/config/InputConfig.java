package org.automtl4j.train.config;

import java.util.List;
import java.util.Optional;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.train.config.internal.Key;

/**
 * How the numbers that the model sees follow from a picture's bytes.
 *
 * @param order order of the colour channels
 * @param mean subtracted from the bytes, by channel
 * @param std what the difference is divided by, by channel
 * @param crop rows and columns of a training crop; empty: whole images
 */
public record InputConfig(
    @Key(value = "Order of the colour channels.", byDefault = "BGR") ImageEncoding.Order order,
    @Key(value = "What is subtracted from the bytes 0..255 of each channel, in that order.", byDefault = "[127.5, 127.5, 127.5]", size = 3) List<Double> mean,
    @Key(value = "What the difference is divided by, for each channel.", byDefault = "[127.5, 127.5, 127.5]", above = 0, size = 3) List<Double> std,
    @Key(value = "Rows and columns of a training crop, in pixels; whole images by default.", min = 1, size = 2) Optional<List<Integer>> crop) {

  /** @return order, mean and scale as data sets know them */
  public ImageEncoding toEncoding() {
    return new ImageEncoding(order, mean, std);
  }
}
