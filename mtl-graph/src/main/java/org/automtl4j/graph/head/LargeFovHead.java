package org.automtl4j.graph.head;

import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.initializer.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The head of DeepLab-LargeFOV (Chen et al., ICLR 2015) with BatchNorm, as NDDR-CNN and MTL-NAS have it: a 3x3 convolution of dilation 12, a 1x1 convolution,
 * each with BatchNorm, ReLU and dropout, and a 1x1 convolution to the outputs. Weights start normal with variance 1/fan_in, biases at 0.
 */
final class LargeFovHead implements TaskHead {
  static final String TYPE = "largefov";
  static final int WIDTH = 1024;
  static final double DROPOUT = 0.5;
  private static final int DILATION = 12;
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.05;

  private final int width;
  private final double dropout;

  LargeFovHead(int width, double dropout) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, found " + width);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in [0, 1), found " + dropout);
    }
    this.width = width;
    this.dropout = dropout;
  }

  @Override
  public SDVariable build(HeadScope scope, SDVariable feature, Task task) {
    SDVariable x = layer(scope, 1, feature, scope.channels(), 3, DILATION); // [N, width, h, w]
    x = layer(scope, 2, x, width, 1, 1); // [N, width, h, w]
    return scope.conv("conv3", x, convolution(width, task.outputs(), 1, 1, true)); // [N, outputs, h, w]
  }

  private SDVariable layer(HeadScope scope, int number, SDVariable x, int inputs, int kernel, int dilation) {
    SDVariable y = scope.conv("conv" + number, x, convolution(inputs, width, kernel, dilation, false)); // [N, width, h, w]
    return scope.dropout(scope.relu(scope.batchNorm("bn" + number, y, width, EPSILON, MOMENTUM)), dropout);
  }

  private static HeadConvolution convolution(int inputs, int outputs, int kernel, int dilation, boolean bias) {
    Initializer weights = Initializer.normal(1 / Math.sqrt((double) kernel * kernel * inputs));
    return new HeadConvolution(inputs, outputs, kernel, dilation, bias, weights, Initializer.constant(0));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Map<String, Object> settings() {
    return dropout == DROPOUT ? Map.of("width", width) : Map.of("width", width, "dropout", dropout);
  }
}
