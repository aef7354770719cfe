package org.automtl4j.plan.internal.rule.convolution;

import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.LargeImages;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * A 1x1 convolution as products of matrices, of the pixels that it sees if its stride is more than 1.
 *
 * @param geometry the geometry
 */
record PointwiseForm(Geometry geometry) implements ConvolutionForm {
  /** Below this many multiplications for an image, or pixels in it, the calls cost more than they save. */
  private static final long FEWEST_MULTIPLICATIONS = 400_000;
  private static final long FEWEST_PIXELS = 64;

  /** The product that gives the weights' gradient is slow for narrow matrices, of large images only for very narrow ones. */
  private static final long FEWEST_CHANNELS = 24;
  private static final long FEWEST_CHANNELS_OF_LARGE_IMAGES = 8;

  /** A product for each image. */
  static boolean fits(Node node, Geometry g) {
    return large(node, g) && pixels(node, g) >= FEWEST_PIXELS;
  }

  /** Images too small to fill a product each, with so many channels that one product of all of them pays. */
  static boolean fitsTogether(Node node, Geometry g) {
    return whole(g) && large(node, g) && pixels(node, g) < FEWEST_PIXELS;
  }

  private static boolean large(Node node, Geometry g) {
    boolean pointwise = g.kernel()[0] == 1 && g.kernel()[1] == 1 && g.padding()[0] == 0 && g.padding()[1] == 0 && (whole(g) || LargeImages.are(node.input(0)));
    return pointwise && g.plain() && pixels(node, g) * node.input(1).length() >= FEWEST_MULTIPLICATIONS;
  }

  private static boolean whole(Geometry g) {
    return g.stride()[0] == 1 && g.stride()[1] == 1;
  }

  private static long pixels(Node node, Geometry g) {
    Value x = node.input(0);
    return x.rank() == 4 ? ((x.size(2) - 1) / g.stride()[0] + 1) * ((x.size(3) - 1) / g.stride()[1] + 1) : 0;
  }

  private Value seen(Node node, Tape tape) {
    return whole(geometry) ? node.input(0) : tape.images().pick(node.input(0), geometry.stride()[0], geometry.stride()[1]);
  }

  private void add(Node node, Value gradient, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (gradients.needs(x)) {
      gradients.add(x, whole(geometry) ? gradient : tape.images().spread(gradient, geometry.stride()[0], geometry.stride()[1], x.shape()));
    }
  }

  @Override
  public Value forward(Node node, Tape tape) {
    Value y = tape.images().pointwise(seen(node, tape), matrix(node.input(1)));
    Value bias = ConvolutionForm.bias(node);
    return bias == null ? y : tape.math().add(y, bias.reshaped(1, bias.length(), 1, 1));
  }

  @Override
  public void backward(Node node, Value dy, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    Value weights = node.input(1);
    long fewest = LargeImages.are(x) || LargeImages.are(dy) ? FEWEST_CHANNELS_OF_LARGE_IMAGES : FEWEST_CHANNELS;
    boolean narrow = Math.min(weights.size(2), weights.size(3)) < fewest;
    boolean alone = !gradients.needs(x) && tape.images().hasFewChannels(dy, matrix(weights));
    if (gradients.needs(weights) && narrow && !alone) {
      List<Value> both = tape.custom("conv2d_bp", geometry.undilated(0, 0), seen(node, tape), weights, dy);
      add(node, both.get(0), gradients, tape);
      gradients.add(weights, both.get(1));
      return;
    }
    if (gradients.needs(x)) {
      add(node, tape.images().pointwiseImageGradient(dy, matrix(weights)), gradients, tape);
    }
    if (gradients.needs(weights)) {
      gradients.add(weights, tape.images().pointwiseWeightGradient(seen(node, tape), dy));
    }
  }

  private static Value matrix(Value weights) {
    return weights.reshaped(weights.size(2), weights.size(3));
  }
}
