package org.automtl4j.graph.backbone;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;

/** The shape of every layer's output for one size of input. */
final class ShapeInference {
  private static final int LARGEST = 1 << 16;
  private final Backbone backbone;
  private final List<Shape> shapes = new ArrayList<>();
  private final Shape data;

  private ShapeInference(Backbone backbone, Shape data) {
    this.backbone = backbone;
    this.data = data;
  }

  static List<Shape> infer(Backbone backbone, int height, int width) {
    if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
      throw new InvalidInputException("an input of " + height + "x" + width + " pixels is not possible, allowed 1 to " + LARGEST + " each");
    }
    ShapeInference inference = new ShapeInference(backbone, new Shape(backbone.inputChannels(), height, width));
    for (Node node : backbone.nodes()) {
      Shape out = inference.output(node);
      if ((double) out.channels() * out.height() * out.width() > Integer.MAX_VALUE) {
        throw InvalidLayerException.of(node, "output " + out + " of input " + inference.input(node, 0) + " has more than " + Integer.MAX_VALUE + " values");
      }
      inference.shapes.add(out);
    }
    return List.copyOf(inference.shapes);
  }

  private Shape output(Node node) {
    Shape in = input(node, 0);
    if (node.layer() instanceof Convolution c) {
      checkChannels(node, in);
      int reach = c.dilation() * (c.kernel() - 1) + 1;
      fits(node, in, reach, c.pad(), "kernel " + c.kernel() + (c.dilation() > 1 ? " with dilation " + c.dilation() + " (" + reach + " pixels)" : ""));
      return new Shape(c.outputs(), (in.height() + 2 * c.pad() - reach) / c.stride() + 1, (in.width() + 2 * c.pad() - reach) / c.stride() + 1);
    }
    if (node.layer() instanceof BatchNorm) {
      checkChannels(node, in);
      return in;
    }
    if (node.layer() instanceof Pooling p) {
      if (!p.global()) {
        fits(node, in, p.kernel(), p.pad(), "kernel " + p.kernel());
      }
      return new Shape(in.channels(), p.outputSize(in.height()), p.outputSize(in.width()));
    }
    if (node.layer() instanceof Padding p) {
      return new Shape(in.channels(), p.top() + in.height() + p.bottom(), p.left() + in.width() + p.right());
    }
    if (node.layer() instanceof InnerProduct l) {
      return linear(node, l, in);
    }
    return node.layer() instanceof Eltwise ? joined(node, in, input(node, 1)) : in;
  }

  private Shape linear(Node node, InnerProduct layer, Shape in) {
    int features = backbone.inputChannelsOf(node.index());
    if (in.height() == 1 && in.width() == 1 && in.channels() == features) {
      return new Shape(layer.outputs(), 1, 1);
    }
    if (in.width() == features) {
      return new Shape(in.channels(), in.height(), layer.outputs());
    }
    throw InvalidLayerException.of(node, "input " + in + " does not fit, needs " + features + "x1x1 (as after global pooling), or a width of " + features
        + " since it acts on the last axis of wider maps");
  }

  private Shape joined(Node node, Shape a, Shape b) {
    if (a.channels() != b.channels() || !broadcast(a.height(), b.height()) || !broadcast(a.width(), b.width())) {
      throw InvalidLayerException.of(node, "joins inputs of different shapes: " + a + " (" + LayerRules.bottom(node, 0) + ") and "
          + b + " (" + LayerRules.bottom(node, 1) + ")");
    }
    return new Shape(a.channels(), Math.max(a.height(), b.height()), Math.max(a.width(), b.width()));
  }

  private static boolean broadcast(int a, int b) {
    return a == b || a == 1 || b == 1;
  }

  /** Declared and real channels differ only behind an InnerProduct on a wide map, which changes the width and not the channels. */
  private void checkChannels(Node node, Shape in) {
    int declared = backbone.inputChannelsOf(node.index());
    if (in.channels() != declared) {
      throw InvalidLayerException.of(node, "input " + in + " does not fit, needs " + declared + " channels");
    }
  }

  private static void fits(Node node, Shape in, int reach, int pad, String kernel) {
    if (in.height() + 2 * pad < reach || in.width() + 2 * pad < reach) {
      throw InvalidLayerException.of(node, kernel + " is larger than its input " + in + " with pad " + pad
          + " (" + (in.height() + 2 * pad) + "x" + (in.width() + 2 * pad) + ")");
    }
  }

  private Shape input(Node node, int place) {
    int index = node.inputs().get(place);
    return index == Node.DATA ? data : shapes.get(index);
  }
}
