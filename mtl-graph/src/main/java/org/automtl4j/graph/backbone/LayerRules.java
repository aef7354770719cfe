package org.automtl4j.graph.backbone;

import java.util.List;
import java.util.Locale;

/** What each layer demands of its settings and of its inputs' channels, whatever the size of the maps. */
final class LayerRules {
  /** Larger numbers in a layer are typing errors; products of in-range numbers do not overflow a long. */
  private static final int LARGEST = 1 << 16;

  private LayerRules() {}

  /** Checks the number of inputs and the layer's own numbers. */
  static void checkSettings(Node node) {
    int inputs = node.layer() instanceof Eltwise ? 2 : 1;
    if (node.inputs().size() != inputs) {
      throw InvalidLayerException.of(node, "has " + node.inputs().size() + " input(s), needs " + inputs);
    }
    if (node.layer() instanceof Convolution c) {
      range(node, "outputs", c.outputs(), 1);
      range(node, "kernel", c.kernel(), 1);
      range(node, "stride", c.stride(), 1);
      range(node, "pad", c.pad(), 0);
      range(node, "dilation", c.dilation(), 1);
      range(node, "groups", c.groups(), 1);
    } else if (node.layer() instanceof BatchNorm b) {
      fraction(node, "epsilon", b.epsilon(), b.epsilon() >= 0 && b.epsilon() <= 1, "0 to 1");
      fraction(node, "momentum", b.momentum(), b.momentum() >= 0 && b.momentum() <= 1, "0 to 1");
    } else if (node.layer() instanceof Pooling p && !p.global()) {
      range(node, "kernel", p.kernel(), 1);
      range(node, "stride", p.stride(), 1);
      range(node, "pad", p.pad(), 0);
      if (p.pad() > p.kernel() / 2) {
        throw InvalidLayerException.of(node, "pad " + p.pad() + " is more than half the kernel " + p.kernel() + ", allowed 0 to " + p.kernel() / 2);
      }
    } else if (node.layer() instanceof Padding p) {
      range(node, "top", p.top(), 0);
      range(node, "bottom", p.bottom(), 0);
      range(node, "left", p.left(), 0);
      range(node, "right", p.right(), 0);
    } else if (node.layer() instanceof Dropout d) {
      fraction(node, "ratio", d.ratio(), d.ratio() >= 0 && d.ratio() < 1, "0 to 1, below 1");
    } else if (node.layer() instanceof InnerProduct l) {
      range(node, "outputs", l.outputs(), 1);
    }
  }

  /**
   * @param inputs channels of the node's inputs
   * @return channels of its output
   */
  static int outputChannels(Node node, List<Integer> inputs) {
    int in = inputs.get(0);
    if (node.layer() instanceof Convolution c) {
      if (in % c.groups() != 0 || c.outputs() % c.groups() != 0) {
        throw InvalidLayerException.of(node, "groups " + c.groups() + " must divide the " + in + " input channels and the " + c.outputs() + " output channels");
      }
      storable(node, (double) c.outputs() * (in / c.groups()) * c.kernel() * c.kernel());
      return c.outputs();
    }
    if (node.layer() instanceof InnerProduct l) {
      storable(node, (double) l.outputs() * in);
      return l.outputs();
    }
    if (node.layer() instanceof Eltwise && !inputs.get(1).equals(in)) {
      throw InvalidLayerException.of(node, "joins inputs of different channels: " + in + " (" + bottom(node, 0) + ") and "
          + inputs.get(1) + " (" + bottom(node, 1) + ")");
    }
    return in;
  }

  /** The name that the node reads at one place, for messages. */
  static String bottom(Node node, int place) {
    return place < node.bottoms().size() ? node.bottoms().get(place) : node.inputs().get(place) == Node.DATA ? "data" : "layer " + node.inputs().get(place);
  }

  private static void range(Node node, String what, int value, int smallest) {
    if (value < smallest || value > LARGEST) {
      throw InvalidLayerException.of(node, what + " is " + value + ", allowed " + smallest + " to " + LARGEST);
    }
  }

  private static void fraction(Node node, String what, double value, boolean allowed, String range) {
    if (!allowed) {
      throw InvalidLayerException.of(node, what + " is " + value + ", allowed " + range);
    }
  }

  private static void storable(Node node, double weights) {
    if (weights > Integer.MAX_VALUE) {
      throw InvalidLayerException.of(node, String.format(Locale.ROOT, "needs %.0f weights, at most %d fit", weights, Integer.MAX_VALUE));
    }
  }
}
