package org.automtl4j.plan.internal.rule.convolution;

import java.util.Arrays;
import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * A dilated convolution as one without dilation on the image's phases, which make a larger batch of smaller images. Good for maps that are several times as
 * large as the dilation.
 *
 * @param op the operation's name
 * @param geometry its geometry
 */
record PhaseForm(String op, Geometry geometry) implements ConvolutionForm {
  /** Smaller phases than this are mostly padding, and the backward operation is slow on them. */
  private static final long SMALLEST_PHASE = 3;

  static double cost(Node node, Geometry g) {
    Value x = node.input(0);
    long d = g.step();
    long rows = -Math.floorDiv(-x.size(2), d);
    long columns = -Math.floorDiv(-x.size(3), d);
    if (Math.min(rows, columns) < SMALLEST_PHASE) {
      return Double.POSITIVE_INFINITY;
    }
    double pixels = (double) x.size(0) * d * d * rows * columns;
    double outputs = node.input(1).size(3);
    return pixels * g.kernel()[0] * g.kernel()[1] * x.size(1) * outputs + TapForm.COST_OF_MOVING * pixels * (x.size(1) + outputs);
  }

  @Override
  public Value forward(Node node, Tape tape) {
    Value weights = node.input(1);
    Value bias = ConvolutionForm.bias(node);
    Value x = phases(node.input(0), tape);
    Value y = tape.custom(op, arguments(), bias == null ? new Value[] {x, weights} : new Value[] {x, weights, bias}).get(0);
    long[] shape = node.input(0).shape();
    return tape.images().fromPhases(y, geometry.step(), 0, 0, shape[0], y.size(1), size(shape, 0), size(shape, 1));
  }

  @Override
  public void backward(Node node, Value dy, Gradients gradients, Tape tape) {
    Value x = phases(node.input(0), tape);
    long rows = x.size(2) + 2L * inner(0) - geometry.kernel()[0] + 1;
    long columns = x.size(3) + 2L * inner(1) - geometry.kernel()[1] + 1;
    Value dyPhases = tape.images().phases(dy, geometry.step(), 0, 0, rows, columns);
    List<Value> both = tape.custom(op + "_bp", arguments(), x, node.input(1), dyPhases);
    if (gradients.needs(node.input(0))) {
      gradients.add(node.input(0), tape.images().fromPhases(both.get(0), geometry.step(), border(0), border(1), node.input(0).shape()));
    }
    gradients.add(node.input(1), both.get(1));
  }

  private Value phases(Value x, Tape tape) {
    int d = geometry.step();
    long rows = -Math.floorDiv(-(x.size(2) + 2L * border(0)), (long) d);
    long columns = -Math.floorDiv(-(x.size(3) + 2L * border(1)), (long) d);
    return tape.memo(Arrays.asList("phases", x, d, border(0), border(1)), () -> tape.images().phases(x, d, border(0), border(1), rows, columns));
  }

  private Arguments arguments() {
    return geometry.undilated(inner(0), inner(1));
  }

  /** The padding that the convolution of the phases does itself. */
  private int inner(int axis) {
    return geometry.padding()[axis] % geometry.step() == 0 ? geometry.padding()[axis] / geometry.step() : 0;
  }

  /** The padding that is put around the image before it is taken apart, because the dilation does not divide it. */
  private int border(int axis) {
    return geometry.padding()[axis] % geometry.step() == 0 ? 0 : geometry.padding()[axis];
  }

  private long size(long[] shape, int axis) {
    return shape[2 + axis] + 2L * geometry.padding()[axis] - (long) geometry.dilation()[axis] * (geometry.kernel()[axis] - 1);
  }
}
