package org.automtl4j.graph.ops;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.enums.WeightsFormat;

/**
 * Square convolutions over [N, C, H, W] with explicit, symmetric padding. Kernels are [kH, kW, C/groups, outputs]: of SameDiff's layouts the one with right
 * gradients. A biased and an unbiased form each, because SameDiff has no way to leave an operand out.
 */
public final class Convolutions {
  private Convolutions() {}

  /**
   * How the window moves.
   *
   * @param kernel side of the kernel, in pixels
   * @param stride step, in pixels
   * @param pad zeros on each side, in pixels
   * @param dilation distance between taps, in pixels
   */
  public record Window(int kernel, int stride, int pad, int dilation) {

    /**
     * @param kernel side of the kernel, odd
     * @param dilation distance between taps
     * @return the window with stride 1 that keeps height and width
     */
    public static Window same(int kernel, int dilation) {
      if (kernel % 2 == 0) {
        throw new IllegalArgumentException("kernel must be odd, found " + kernel);
      }
      return new Window(kernel, 1, dilation * (kernel - 1) / 2, dilation);
    }

    Conv2DConfig config() {
      return Conv2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).pH(pad).pW(pad).dH(dilation).dW(dilation)
          .paddingMode(PaddingMode.VALID).dataFormat(Conv2DConfig.NCHW).weightsFormat(WeightsFormat.YXIO).build();
    }
  }

  /**
   * @param sd the graph
   * @param name the output's name
   * @param x [N, C, H, W]
   * @param kernel [k, k, C, outputs]
   * @param window how the kernel moves
   * @return [N, outputs, H', W']
   */
  public static SDVariable conv(SameDiff sd, String name, SDVariable x, SDVariable kernel, Window window) {
    return sd.cnn().conv2d(name, x, kernel, window.config());
  }

  /**
   * @param sd the graph
   * @param name the output's name
   * @param x [N, C, H, W]
   * @param kernel [k, k, C, outputs]
   * @param bias [outputs]
   * @param window how the kernel moves
   * @return [N, outputs, H', W']
   */
  public static SDVariable conv(SameDiff sd, String name, SDVariable x, SDVariable kernel, SDVariable bias, Window window) {
    return sd.cnn().conv2d(name, x, kernel, bias, window.config());
  }

  /**
   * @param sd the graph
   * @param name the output's name
   * @param x [N, C, H, W]
   * @param kernel [k, k, C, m]; output channel c m + j sees input channel c only
   * @param window how the kernel moves
   * @return [N, C m, H', W']
   */
  public static SDVariable depthwise(SameDiff sd, String name, SDVariable x, SDVariable kernel, Window window) {
    return sd.cnn().depthWiseConv2d(name, x, kernel, window.config());
  }

  /**
   * @param sd the graph
   * @param name the output's name
   * @param x [N, C, H, W]
   * @param kernel [k, k, C, m]; output channel c m + j sees input channel c only
   * @param bias [C m]
   * @param window how the kernel moves
   * @return [N, C m, H', W']
   */
  public static SDVariable depthwise(SameDiff sd, String name, SDVariable x, SDVariable kernel, SDVariable bias, Window window) {
    return sd.cnn().depthWiseConv2d(name, x, kernel, bias, window.config());
  }
}
