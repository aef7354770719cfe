package org.automtl4j.plan.internal.rule.convolution;

import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.LargeImages;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * ND4J's own operation.
 *
 * @param op its name
 * @param geometry its geometry
 */
record DirectForm(String op, Geometry geometry) implements ConvolutionForm {
  private static final int BLOCK_OF_CHANNELS = 16;

  /** Kernels up to this size are fast anyway. */
  private static final int USUAL_SIZE = 3;

  /** How many of a matrix product's multiplications take as long as one of these: 65 to 80 against 100 G/s. */
  private static final double COST_OF_MULTIPLYING = 1.3;

  /** The multiplications of all taps; those of a dilated convolution are slow. */
  static double cost(Node node, Geometry g) {
    Value x = node.input(0);
    double pixels = (double) x.size(0) * x.size(2) * x.size(3) / g.stride()[0] / g.stride()[1];
    return g.dilated() ? Double.POSITIVE_INFINITY : COST_OF_MULTIPLYING * pixels * node.input(1).length();
  }

  @Override
  public Value forward(Node node, Tape tape) {
    return tape.custom(op, geometry.arguments(node), helpers(node), node.inputs().toArray(Value[]::new)).get(0);
  }

  @Override
  public void backward(Node node, Value dy, Gradients gradients, Tape tape) {
    if (!gradients.needs(node.input(0)) && tape.lowering() && weightsAlone(node.input(0))) {
      gradients.add(node.input(1), tape.images().columnsWeightGradient(node.input(0), dy, geometry.columns(), node.input(1).shape()));
      return;
    }
    if (tape.lowering() && depthwise(node)) {
      boolean ofImages = gradients.needs(node.input(0));
      boolean ofWeights = gradients.needs(node.input(1));
      List<Value> found = tape.images().depthwiseGradients(node.input(0), node.input(1), dy, geometry.window(), ofImages, ofWeights);
      if (ofImages) {
        gradients.add(node.input(0), found.get(0));
      }
      if (ofWeights) {
        gradients.add(node.input(1), found.get(found.size() - 1));
      }
      return;
    }
    List<Value> both = tape.custom(op + "_bp", geometry.arguments(node), helpers(node), node.input(0), node.input(1), dy);
    gradients.add(node.input(0), both.get(0));
    gradients.add(node.input(1), both.get(1));
  }

  /** Whether it pays to leave out the gradient of large images that nobody wants, as those of the first layer. */
  private boolean weightsAlone(Value images) {
    return op.equals("conv2d") && geometry.plain() && images.rank() == 4 && LargeImages.are(images);
  }

  /** Whether it is one of the large depthwise convolutions whose gradients take oneDNN five times as long as others: its blocks of channels are not filled. */
  private boolean depthwise(Node node) {
    return op.equals("depthwise_conv2d") && geometry.plain() && !geometry.dilated() && node.input(0).rank() == 4 && node.input(1).size(3) == 1
        && LargeImages.are(node.input(0)) && node.input(0).size(1) % BLOCK_OF_CHANNELS != 0 && Math.max(geometry.kernel()[0], geometry.kernel()[1]) > USUAL_SIZE;
  }

  private boolean helpers(Node node) {
    return geometry.helpers(node.input(0).type());
  }
}
