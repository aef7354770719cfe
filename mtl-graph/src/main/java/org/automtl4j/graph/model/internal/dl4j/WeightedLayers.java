package org.automtl4j.graph.model.internal.dl4j;

import org.automtl4j.graph.model.internal.step.Operation;
import org.automtl4j.graph.model.internal.step.Operation.Convolve;
import org.automtl4j.graph.model.internal.step.Operation.Depthwise;
import org.automtl4j.graph.model.internal.step.Operation.Linear;
import org.automtl4j.graph.model.internal.step.Operation.Normalize;
import org.automtl4j.graph.model.internal.step.Operation.Window;
import org.automtl4j.graph.model.internal.zip.StoredPart.Layout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;

/** Writes operations that have weights as Deeplearning4j layers. Inputs are counted here: setInputTypes would insert preprocessors that break on stacked paths. */
final class WeightedLayers {
  private final Canvas canvas;

  WeightedLayers(Canvas canvas) {
    this.canvas = canvas;
  }

  /**
   * @param shape of the input, [C, H, W] or [features]
   * @return the vertex that gives the result: {@code name}
   */
  String write(Operation operation, String name, String input, long[] shape) {
    if (operation instanceof Convolve convolve) {
      return convolution(convolve, name, input);
    } else if (operation instanceof Depthwise depthwise) {
      // With one output per channel, oneDNN has no dilated depthwise convolution, and Deeplearning4j does not step aside.
      boolean phases = depthwise.window().isDilated() && depthwise.kernel().size(3) == 1;
      return phases ? new DilatedDepthwise(canvas, this, depthwise, shape).write(name, input) : depthwise(depthwise, name, input);
    } else if (operation instanceof Normalize normalize) {
      return normalization(normalize, name, input);
    } else if (operation instanceof Linear linear) {
      return linear(linear, name, input);
    }
    throw new IllegalArgumentException("no weights in " + operation);
  }

  private String convolution(Convolve operation, String name, String input) {
    Window w = operation.window();
    var layer = new ConvolutionLayer.Builder(w.kernelHeight(), w.kernelWidth()).stride(w.strideHeight(), w.strideWidth()).padding(w.padHeight(), w.padWidth())
        .dilation(w.dilationHeight(), w.dilationWidth()).nIn(operation.kernel().size(2)).nOut(operation.kernel().size(3)).hasBias(operation.bias().isPresent());
    canvas.place(name, "W", operation.kernel(), Layout.KERNEL);
    canvas.place(name, "b", operation.bias());
    return canvas.layer(name, layer.build(), input);
  }

  String depthwise(Depthwise operation, String name, String input) {
    Window w = operation.window();
    long channels = operation.kernel().size(2);
    int multiplier = Math.toIntExact(operation.kernel().size(3));
    var layer = new DepthwiseConvolution2D.Builder(w.kernelHeight(), w.kernelWidth()).depthMultiplier(multiplier).nIn(channels).nOut(channels * multiplier)
        .hasBias(operation.bias().isPresent());
    layer.stride(w.strideHeight(), w.strideWidth());
    layer.padding(w.padHeight(), w.padWidth());
    layer.dilation(w.dilationHeight(), w.dilationWidth());
    canvas.place(name, "W", operation.kernel(), Layout.PLAIN);
    canvas.place(name, "b", operation.bias());
    return canvas.layer(name, layer.build(), input);
  }

  private String normalization(Normalize operation, String name, String input) {
    long channels = operation.mean().size(0);
    var layer = new BatchNormalization.Builder().nIn(channels).nOut(channels).eps(operation.epsilon()).useLogStd(false);
    layer.lockGammaBeta(operation.gamma().isEmpty());
    canvas.place(name, "gamma", operation.gamma());
    canvas.place(name, "beta", operation.beta());
    canvas.place(name, "mean", operation.mean(), Layout.PLAIN);
    canvas.place(name, "var", operation.variance(), Layout.PLAIN);
    return canvas.layer(name, layer.build(), input);
  }

  private String linear(Linear operation, String name, String input) {
    var layer = new DenseLayer.Builder().nIn(operation.matrix().size(0)).nOut(operation.matrix().size(1)).hasBias(operation.bias().isPresent());
    canvas.place(name, "W", operation.matrix(), Layout.COLUMNS);
    canvas.place(name, "b", operation.bias());
    return canvas.layer(name, layer.build(), input);
  }
}
