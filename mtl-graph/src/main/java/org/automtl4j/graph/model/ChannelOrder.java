package org.automtl4j.graph.model;

/** How an image's colours become a model's input channels. */
public enum ChannelOrder {
  /** Red, green, blue. */
  RGB(16, 8, 0),
  /** Blue, green, red, as OpenCV and the published AutoMTL have it. */
  BGR(0, 8, 16),
  /** One channel of luminance, .299 red + .587 green + .114 blue. */
  GREY;

  private final int[] shifts;

  ChannelOrder(int... shifts) {
    this.shifts = shifts;
  }

  /** @return how many channels there are */
  public int channels() {
    return this == GREY ? 1 : 3;
  }

  /**
   * @param rgb a colour as {@link java.awt.image.BufferedImage#getRGB(int, int)} gives it
   * @param channel index of a channel
   * @return the channel's value, in 0..255
   */
  float value(int rgb, int channel) {
    return this == GREY ? .299f * (rgb >> 16 & 255) + .587f * (rgb >> 8 & 255) + .114f * (rgb & 255) : rgb >> shifts[channel] & 255;
  }
}
