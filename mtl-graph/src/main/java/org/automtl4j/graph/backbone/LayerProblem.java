package org.automtl4j.graph.backbone;

import java.util.Locale;

/**
 * What is wrong with a layer or its inputs, said by the layer, which does not know where it stands: {@link Backbone} makes an {@link InvalidLayerException} of it.
 * {@code {0}}, {@code {1}} in the text stand for the names that the layer reads.
 */
public final class LayerProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  /** Larger numbers in a layer are typing errors; products of in-range numbers do not overflow a long. */
  private static final int LARGEST = 1 << 16;

  LayerProblem(String problem) {
    super(problem, null, false, false);
  }

  static void range(String what, int value, int smallest) {
    if (value < smallest || value > LARGEST) {
      throw new LayerProblem(what + " is " + value + ", allowed " + smallest + " to " + LARGEST);
    }
  }

  static void within(String what, double value, boolean allowed, String range) {
    if (!allowed) {
      throw new LayerProblem(what + " is " + value + ", allowed " + range);
    }
  }

  static void storable(double weights) {
    if (weights > Integer.MAX_VALUE) {
      throw new LayerProblem(String.format(Locale.ROOT, "needs %.0f weights, at most %d fit", weights, Integer.MAX_VALUE));
    }
  }

  /** Declared and real channels differ only behind an InnerProduct on a wide map, which changes the width and not the channels. */
  static void channels(int declared, Shape in) {
    if (in.channels() != declared) {
      throw new LayerProblem("input " + in + " does not fit, needs " + declared + " channels");
    }
  }

  /** Whether a window lies in a map with its padding. */
  static void fits(Shape in, int reach, int pad, String kernel) {
    if (in.height() + 2 * pad < reach || in.width() + 2 * pad < reach) {
      throw new LayerProblem(kernel + " is larger than its input " + in + " with pad " + pad + " (" + (in.height() + 2 * pad) + "x" + (in.width() + 2 * pad) + ")");
    }
  }
}
