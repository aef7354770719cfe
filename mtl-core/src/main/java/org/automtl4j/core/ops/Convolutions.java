package org.automtl4j.core.ops;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * Convolutions over [N, C, H, W] with explicit, symmetric padding. Kernels are [kH, kW, C/groups, outputs]: of SameDiff's layouts the one with right
 * gradients. A biased and an unbiased form each, because SameDiff has no way to leave an operand out.
 */
public final class Convolutions {
  private Convolutions() {}

  /**
   * How the window moves.
   *
   * @param kernelHeight rows of the kernel
   * @param kernelWidth columns of it
   * @param stride step, in pixels
   * @param padHeight zeros above and below, in pixels
   * @param padWidth zeros left and right, in pixels
   * @param dilation distance between taps, in pixels
   */
  public record Window(int kernelHeight, int kernelWidth, int stride, int padHeight, int padWidth, int dilation) {

    /**
     * A square one.
     *
     * @param kernel side of the kernel, in pixels
     * @param stride step, in pixels
     * @param pad zeros on each side, in pixels
     * @param dilation distance between taps, in pixels
     */
    public Window(int kernel, int stride, int pad, int dilation) {
      this(kernel, kernel, stride, pad, pad, dilation);
    }

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

    /**
     * Leaves out the outermost rows and columns of the kernel, as many on either side, that see nothing but padding in maps of one size: with 7 rows a 3x3 kernel of dilation 12
     * has the middle row only. The result is the same.
     *
     * @param height rows of the map
     * @param width columns of it
     * @return the window of what is left of the kernel, around its centre; this one where all of it sees pixels
     */
    public Window seeing(int height, int width) {
      int rows = blind(height, kernelHeight, padHeight);
      int columns = blind(width, kernelWidth, padWidth);
      int apart = kernelHeight - 2 * rows == 1 && kernelWidth - 2 * columns == 1 ? 1 : dilation;
      return rows + columns == 0 ? this
          : new Window(kernelHeight - 2 * rows, kernelWidth - 2 * columns, stride, padHeight - rows * dilation, padWidth - columns * dilation, apart);
    }

    /** How many taps on either side see no pixel wherever the window stands. */
    private int blind(int pixels, int kernel, int pad) {
      int places = (pixels + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1;
      int n = 0;
      while (2 * n + 2 < kernel && dilation * (n + 1) <= pad && !sees(dilation * n - pad, pixels, places) && !sees(dilation * (kernel - 1 - n) - pad, pixels, places)) {
        n++;
      }
      return n;
    }

    /** Whether a tap that begins there and moves by the stride comes upon a pixel. */
    private boolean sees(int from, int pixels, int places) {
      int place = Math.max(0, -Math.floorDiv(from, stride)); // the first one that is not before the map
      return place < places && from + place * stride < pixels;
    }

    Conv2DConfig config() {
      return Conv2DConfig.builder().kH(kernelHeight).kW(kernelWidth).sH(stride).sW(stride).pH(padHeight).pW(padWidth).dH(dilation).dW(dilation)
          .paddingMode(PaddingMode.VALID).dataFormat(Conv2DConfig.NCHW).weightsFormat(WeightsFormat.YXIO).build();
    }
  }

  /**
   * @param sd the graph
   * @param name the output's name
   * @param x [N, C, H, W]
   * @param kernel [kH, kW, C, outputs]
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
   * @param kernel [kH, kW, C, outputs]
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
   * @param kernel [kH, kW, C, m]; output channel c m + j sees input channel c only
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
   * @param kernel [kH, kW, C, m]; output channel c m + j sees input channel c only
   * @param bias [C m]
   * @param window how the kernel moves
   * @return [N, C m, H', W']
   */
  public static SDVariable depthwise(SameDiff sd, String name, SDVariable x, SDVariable kernel, SDVariable bias, Window window) {
    return sd.cnn().depthWiseConv2d(name, x, kernel, bias, window.config());
  }
}
