package org.automtl4j.plan.internal.rule.convolution;

import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.kernel.host.DepthwiseWindow;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The arguments of a two-dimensional convolution: kernel, stride, padding and dilation as [rows, columns].
 *
 * @param kernel kernel size
 * @param stride stride
 * @param padding explicit padding on each side
 * @param dilation dilation, 1 where the kernel has size 1
 * @param plain whether the padding is the explicit one, the data are [N, C, H, W] and the weights [kH, kW, C, outputs]
 */
record Geometry(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean plain) {
  static Geometry of(Node node) {
    Arguments a = node.arguments();
    int[] kernel = {a.integer(0), a.integer(1)};
    int[] dilation = {kernel[0] == 1 ? 1 : (int) a.integer(6, 1), kernel[1] == 1 ? 1 : (int) a.integer(7, 1)};
    boolean plain = a.integer(8, 0) == 0 && a.integer(9, 0) == 0 && a.integer(10, 0) == 0;
    return new Geometry(kernel, new int[] {a.integer(2), a.integer(3)}, new int[] {a.integer(4), a.integer(5)}, dilation, plain);
  }

  boolean dilated() {
    return dilation[0] > 1 || dilation[1] > 1;
  }

  /** Whether a dilated convolution can be taken apart. */
  boolean divisible() {
    return plain && stride[0] == 1 && stride[1] == 1 && (kernel[0] == 1 || kernel[1] == 1 || dilation[0] == dilation[1]);
  }

  int step() {
    return Math.max(dilation[0], dilation[1]);
  }

  /** Whether a helper library can do it as it is: oneDNN, which computes in single precision only, refuses dilations. */
  boolean helpers(DataType type) {
    return !dilated() || type != DataType.FLOAT;
  }

  /** The arguments of a convolution with this kernel, stride 1 and no dilation. */
  Arguments undilated(long padRows, long padColumns) {
    return Arguments.of(kernel[0], kernel[1], 1, 1, padRows, padColumns, 1, 1, 0, 0, 0);
  }

  /** What a result sees where nothing is dilated. */
  DepthwiseWindow window() {
    return new DepthwiseWindow(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1]);
  }

  /** The arguments of ND4J's operation that lists what each place of the result sees. */
  Arguments columns() {
    return Arguments.of(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], dilation[0], dilation[1], 0).reals(0);
  }

  /** The node's arguments with the dilation as it is here. */
  Arguments arguments(Node node) {
    long[] integers = node.arguments().integers().clone();
    integers[6] = dilation[0];
    integers[7] = dilation[1];
    return Arguments.of(integers);
  }
}
