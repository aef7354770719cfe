package org.automtl4j.data.dataset.synthetic.internal;

import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.ImageEncoding;

/** Turns brightness into the bytes of a camera: near-Gaussian noise is added, then values are rounded to 0..255. */
final class Sensor {
  /** Standard deviation of the noise, in units of full brightness. */
  private static final double NOISE = 0.02;

  private static final int PARTS = 4;

  private Sensor() {}

  /** [3, H, W], encoded; the channels' order is the encoding's. */
  static float[] expose(Rendering rendering, RandomStream random, ImageEncoding encoding) {
    int area = rendering.height() * rendering.width();
    float[] image = new float[3 * area];
    for (int channel = 0; channel < 3; channel++) {
      int source = encoding.order() == ImageEncoding.Order.BGR ? 2 - channel : channel;
      for (int i = 0; i < area; i++) {
        double brightness = rendering.colour()[source * area + i] + NOISE * noise(random);
        long value = Math.round(255 * Math.min(Math.max(brightness, 0), 1));
        image[channel * area + i] = encoding.encode(channel, value);
      }
    }
    return image;
  }

  /** The sum of four uniform numbers: variance 1, cheap, and the same on every machine. */
  private static double noise(RandomStream random) {
    long bits = random.nextLong();
    int sum = 0;
    for (int i = 0; i < PARTS; i++) {
      sum += (int) (bits >>> 16 * i & 0xffff);
    }
    return (sum / 65535.0 - PARTS / 2.0) * Math.sqrt(12.0 / PARTS);
  }
}
