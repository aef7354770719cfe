package org.automtl4j.plan.internal.kernel.host;

/**
 * Which pixels a result of a depthwise convolution sees.
 *
 * @param rows rows of the kernel
 * @param columns columns of the kernel
 * @param down the stride of the rows
 * @param right the stride of the columns
 * @param top rows of padding above
 * @param left columns of padding on the left
 */
public record DepthwiseWindow(int rows, int columns, int down, int right, int top, int left) {}
