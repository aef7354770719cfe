package org.automtl4j.graph.backbone;

/**
 * A square 2-d convolution, [N, C, H, W] to [N, outputs, H', W'] with H' = floor((H + 2 pad - dilation (kernel - 1) - 1) / stride) + 1.
 *
 * @param name the layer's name
 * @param outputs output channels
 * @param kernel side of the kernel, in pixels
 * @param stride step, in pixels
 * @param pad zeros added on each side, in pixels
 * @param dilation distance between kernel taps, in pixels
 * @param groups divides input and output channels; equal to the input channels: depthwise
 * @param bias whether a bias is added
 */
public record Convolution(String name, int outputs, int kernel, int stride, int pad, int dilation, int groups, boolean bias) implements Layer {

  @Override
  public String type() {
    return "Convolution";
  }

  /** @return whether stride 1 keeps height and width for every input size: 2 pad = dilation (kernel - 1); only then a skip path fits */
  public boolean keepsSize() {
    return 2 * pad == dilation * (kernel - 1);
  }
}
