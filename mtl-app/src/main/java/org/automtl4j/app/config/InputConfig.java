package org.automtl4j.app.config;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.data.dataset.ImageEncoding;

/**
 * What the network is fed with: (pixel - mean) / std, channel by channel. What is left out is the data set's usual.
 *
 * @param order which colour comes first
 * @param mean subtracted, one number per channel in that order
 * @param std divided by, one number per channel in that order
 * @param crop rows and columns of a training sample
 */
public record InputConfig(
    @Key("Which colour comes first; by default BGR.") Optional<ImageEncoding.Order> order,
    @Key(value = "Subtracted from pixels in 0..255, one number per channel, in that order; by default 104.007, 116.669, 122.679, and of synthetic scenes and "
        + "the layout folder 127.5.", size = 3) Optional<List<Double>> mean,
    @Key(value = "What the difference is divided by, one number per channel; by default 1, and of synthetic scenes and the layout folder 127.5.", above = 0,
        size = 3) Optional<List<Double>> std,
    @Key(value = "Rows and columns of the random crops of training; by default those of the paper (224, NYUv2 321), and of the layout folder whole pictures.",
        min = 8, size = 2) Optional<List<Integer>> crop) {

  /** What the data set does by itself. */
  public static final InputConfig USUAL = new InputConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @param usual the data set's usual encoding
   * @return that encoding with what is configured here
   * @throws InvalidInputException if the order is changed, but not the means that belong to it
   */
  public ImageEncoding encoding(ImageEncoding usual) {
    boolean alike = usual.mean().stream().distinct().count() == 1;
    if (order.isPresent() && order.get() != usual.order() && mean.isEmpty() && !alike) {
      throw new InvalidInputException("input.order: found " + order.get() + " without input.mean, which must be given in the same order");
    }
    return new ImageEncoding(order.orElse(usual.order()), mean.orElse(usual.mean()), std.orElse(usual.scale()));
  }
}
