package org.automtl4j.data.dataset;

import java.util.List;

/**
 * How the numbers of {@link Sample#image()} follow from the bytes of a picture: {@code number = (byte - mean) / scale}, channel by channel. Whoever feeds a
 * trained model with pictures of his own must encode them in the same way.
 *
 * @param order which colour is channel 0
 * @param mean what is subtracted, one number in 0..255 per channel, in the order of the channels
 * @param scale what the difference is divided by, one positive number per channel
 */
public record ImageEncoding(Order order, List<Double> mean, List<Double> scale) {

  /** The order of the colour channels. */
  public enum Order {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red: what OpenCV reads and the published models expect. */
    BGR
  }

  /** Bytes mapped to [-1, 1], channels in the order blue, green, red. */
  public static final ImageEncoding SYMMETRIC_BGR = new ImageEncoding(Order.BGR, List.of(127.5, 127.5, 127.5), List.of(127.5, 127.5, 127.5));

  /** What the published code of AutoMTL does: blue first, the mean colour of ImageNet subtracted, numbers as large as bytes. */
  public static final ImageEncoding IMAGENET_BGR = new ImageEncoding(Order.BGR, List.of(104.00698793, 116.66876762, 122.67891434), List.of(1.0, 1.0, 1.0));

  /** Checks and keeps unmodifiable copies. */
  public ImageEncoding {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    if (mean.isEmpty() || mean.size() != scale.size()) {
      throw new IllegalArgumentException("one mean and one scale per channel: found " + mean.size() + " and " + scale.size());
    }
    if (scale.stream().anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException("scales must be positive: " + scale);
    }
  }

  /**
   * @param channel a channel
   * @param value its byte, 0..255
   * @return the number that stands in the image
   */
  public float encode(int channel, double value) {
    return (float) ((value - mean.get(channel)) / scale.get(channel));
  }

  /**
   * @param channel a channel
   * @param number a number of the image
   * @return the byte that it stands for, 0..255, not rounded
   */
  public double decode(int channel, float number) {
    return number * scale.get(channel) + mean.get(channel);
  }

  /**
   * @param bytes [C, ...] in 0..255, channels in this encoding's order; changed in place
   * @return the same array, encoded
   */
  public float[] encodeAll(float[] bytes) {
    int area = bytes.length / mean.size();
    for (int c = 0; c < mean.size(); c++) {
      double subtract = mean.get(c);
      double divide = scale.get(c);
      int end = (c + 1) * area;
      if (divide == 1) {   // a division in double precision takes as long as all the rest
        for (int i = c * area; i < end; i++) {
          bytes[i] = (float) (bytes[i] - subtract);
        }
      } else {
        for (int i = c * area; i < end; i++) {
          bytes[i] = (float) ((bytes[i] - subtract) / divide);
        }
      }
    }
    return bytes;
  }
}
