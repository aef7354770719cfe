package org.automtl4j.graph.backbone;

/** What a convolution of a {@link BackboneBuilder} has besides its outputs and kernel: stride 1, padded so that stride 1 keeps the size, one group, a bias. */
public final class ConvolutionSpec {
  private final int outputs;
  private final int kernel;
  private int stride = 1;
  private int pad = -1;
  private int dilation = 1;
  private int groups = 1;
  private boolean bias = true;

  ConvolutionSpec(int outputs, int kernel) {
    this.outputs = outputs;
    this.kernel = kernel;
  }

  /**
   * @param pixels step between windows, in pixels
   * @return this
   */
  public ConvolutionSpec stride(int pixels) {
    this.stride = pixels;
    return this;
  }

  /**
   * @param pixels zeros on each side; without this call dilation (kernel - 1) / 2
   * @return this
   */
  public ConvolutionSpec pad(int pixels) {
    if (pixels < 0) {
      throw new IllegalArgumentException("pad must not be negative, found " + pixels);
    }
    this.pad = pixels;
    return this;
  }

  /**
   * @param pixels distance between kernel taps, in pixels
   * @return this
   */
  public ConvolutionSpec dilation(int pixels) {
    this.dilation = pixels;
    return this;
  }

  /**
   * @param count number of groups; divides input and output channels
   * @return this
   */
  public ConvolutionSpec groups(int count) {
    this.groups = count;
    return this;
  }

  /**
   * A BatchNorm behind the convolution makes a bias useless.
   *
   * @return this
   */
  public ConvolutionSpec noBias() {
    this.bias = false;
    return this;
  }

  Convolution layer(String name) {
    int same = Math.max(0, dilation * (kernel - 1) / 2);
    return new Convolution(name, outputs, kernel, stride, pad < 0 ? same : pad, dilation, groups, bias);
  }
}
