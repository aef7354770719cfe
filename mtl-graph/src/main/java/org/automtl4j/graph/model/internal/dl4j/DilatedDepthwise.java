package org.automtl4j.graph.model.internal.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.model.internal.step.Operation.Depthwise;
import org.automtl4j.graph.model.internal.step.Operation.Window;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;

/**
 * A dilated depthwise convolution without dilation: every d-th row and column form d*d smaller maps (phases), an ordinary depthwise convolution goes over all of them stacked,
 * and its results are interleaved again. The same products, summed in the same order. Its vertices hold for one input size.
 */
final class DilatedDepthwise {
  private final Canvas canvas;
  private final WeightedLayers layers;
  private final Depthwise operation;
  private final long[] shape;

  /** One axis: d phases of {@code in} pixels give {@code out} pixels each; {@code all} of the d * out are wanted. */
  private record Axis(int dilation, int pad, int padAfter, int in, int out, int all) {
    static Axis of(long size, int kernel, int dilation, int pad) {
      int all = (int) size + 2 * pad - dilation * (kernel - 1);
      int out = (all + dilation - 1) / dilation;
      int in = out + kernel - 1;
      return new Axis(dilation, pad, in * dilation - (int) size - pad, in, out, all);
    }
  }

  DilatedDepthwise(Canvas canvas, WeightedLayers layers, Depthwise operation, long[] shape) {
    this.canvas = canvas;
    this.layers = layers;
    this.operation = operation;
    this.shape = shape;
  }

  String write(String name, String input) {
    Window w = operation.window();
    Axis y = Axis.of(shape[1], w.kernelHeight(), w.dilationHeight(), w.padHeight());
    Axis x = Axis.of(shape[2], w.kernelWidth(), w.dilationWidth(), w.padWidth());
    int phases = y.dilation * x.dilation;
    String padded = layer(name + ".pad", new ZeroPaddingLayer.Builder(y.pad, y.padAfter, x.pad, x.padAfter).build(), input);
    String[] parts = new String[phases];
    for (int i = 0; i < phases; i++) {
      parts[i] = every(name + ".phase" + i, padded, i / x.dilation, i % x.dilation, y.dilation, x.dilation);
    }
    String stack = canvas.vertex(canvas.unique(name + ".phases"), new StackVertex(), parts);
    Window plain = new Window(w.kernelHeight(), w.kernelWidth(), 1, 1, 0, 0, 1, 1);
    String convolved = layers.depthwise(new Depthwise(operation.kernel(), operation.bias(), plain), canvas.unique(name + ".convolution"), stack);
    String whole = interleave(name, convolved, y, x);
    int bottom = y.out * y.dilation - y.all;
    int right = x.out * x.dilation - x.all;
    Cropping2D crop = new Cropping2D.Builder(0, bottom, 0, right).build();
    if (w.strideHeight() == 1 && w.strideWidth() == 1) {
      return canvas.layer(name, crop, whole);
    }
    return canvas.layer(name, subsampling(w.strideHeight(), w.strideWidth()), layer(name + ".crop", crop, whole));
  }

  /** [phases N, C, out, out] to [N, C, d out, d out]: columns first, then rows. */
  private String interleave(String name, String convolved, Axis y, Axis x) {
    int channels = (int) shape[0];
    int width = x.out * x.dilation;
    List<String> rows = new ArrayList<>();
    for (int a = 0; a < y.dilation; a++) {
      String[] columns = new String[x.dilation];
      for (int b = 0; b < x.dilation; b++) {
        int phase = a * x.dilation + b;
        String part = canvas.vertex(canvas.unique(name + ".part" + phase), new UnstackVertex(phase, y.dilation * x.dilation), convolved);
        columns[b] = canvas.vertex(canvas.unique(name + ".columns" + phase), new ReshapeVertex(-1, 1), part); // [N C out out, 1]
      }
      String merged = merge(name + ".row" + a, columns); // [N C out out, d]
      rows.add(canvas.vertex(canvas.unique(name + ".rows" + a), new ReshapeVertex(-1, 1, width), merged)); // [N C out, 1, width]
    }
    String merged = merge(name + ".interleaved", rows.toArray(String[]::new)); // [N C out, d, width]
    return canvas.vertex(canvas.unique(name + ".whole"), new ReshapeVertex(-1, channels, y.out * y.dilation, width), merged);
  }

  private String merge(String name, String[] parts) {
    return parts.length == 1 ? parts[0] : canvas.vertex(canvas.unique(name), new MergeVertex(), parts);
  }

  /** Every n-th row and m-th column, from a first one on. */
  private String every(String name, String input, int top, int left, int n, int m) {
    String from = top + left == 0 ? input : layer(name + ".from", new Cropping2D.Builder(top, 0, left, 0).build(), input);
    return layer(name, subsampling(n, m), from);
  }

  private static SubsamplingLayer subsampling(int rows, int columns) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(1, 1).stride(rows, columns).build();
  }

  private String layer(String name, Layer layer, String input) {
    return canvas.layer(canvas.unique(name), layer, input);
  }
}
