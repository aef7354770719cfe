package org.automtl4j.graph.head;

import org.automtl4j.graph.initializer.Initializer;

/**
 * A convolution of a head: stride 1, keeps height and width.
 *
 * @param inputs input channels
 * @param outputs output channels
 * @param kernel side of the kernel, odd
 * @param dilation distance between taps
 * @param bias whether a bias is added
 * @param weights first numbers of the kernel [kernel, kernel, inputs, outputs]
 * @param biases first numbers of the bias [outputs]
 */
public record HeadConvolution(int inputs, int outputs, int kernel, int dilation, boolean bias, Initializer weights, Initializer biases) {}
