package org.automtl4j.plan.internal.rule.convolution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.TapColumn;
import org.automtl4j.plan.internal.kernel.TapColumn.Tap;

/**
 * A dilated convolution as products of matrices, one for each tap over the pixels on which it sees no padding. Good for dilations that are not much smaller
 * than the map: with dilation 24 on a map of 29 pixels 1.8 of 9 taps are left. The gradient of the input is such a convolution with the kernel turned round;
 * that of the weights is a product for each tap. A 1x1 convolution of small images with many channels is one product.
 *
 * @param geometry the geometry
 */
record TapForm(Geometry geometry) implements ConvolutionForm {
  /** How many multiplications one moved number costs. */
  static final double COST_OF_MOVING = 100;

  /** How many multiplications of a convolution without dilation one of these products costs: 60 to 85 of 100 G/s against 100. */
  private static final double COST_OF_MULTIPLYING = 1.25;

  /** Images of at least so many pixels fill a product each; smaller ones share it. */
  private static final long PIXELS_OF_A_PRODUCT = 256;

  static double cost(Node node, Geometry g) {
    TapForm form = new TapForm(g);
    Value x = node.input(0);
    double channels = x.size(1);
    double outputs = node.input(1).size(3);
    TapAxis rows = form.axis(x, 0);
    TapAxis columns = form.axis(x, 1);
    double seenColumns = IntStream.range(0, columns.taps()).mapToLong(columns::size).sum();
    double seen = IntStream.range(0, rows.taps()).mapToLong(rows::size).sum() * seenColumns;
    return x.size(0) * (COST_OF_MULTIPLYING * seen * channels * outputs + COST_OF_MOVING * seenColumns * (rows.inputs() * channels + rows.outputs() * outputs));
  }

  @Override
  public Value forward(Node node, Tape tape) {
    Value x = node.input(0);
    TapAxis rows = axis(x, 0);
    TapAxis columns = axis(x, 1);
    long[] shape = {x.size(0), node.input(1).size(3), rows.outputs(), columns.outputs()};
    Value y = tape.images().taps(x, node.input(1), columns(rows, columns, false), together(x), shape);
    Value bias = ConvolutionForm.bias(node);
    return bias == null ? y : tape.math().add(y, bias.reshaped(1, bias.length(), 1, 1));
  }

  @Override
  public void backward(Node node, Value dy, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    Value weights = node.input(1);
    TapAxis rows = axis(x, 0);
    TapAxis columns = axis(x, 1);
    if (gradients.needs(x)) {
      gradients.add(x, tape.images().tapsImageGradient(dy, weights, columns(reverse(rows), reverse(columns), true), together(x), x.shape()));
    }
    if (gradients.needs(weights)) {
      gradients.add(weights, tape.images().tapsWeightGradient(x, dy, columns(rows, columns, false), together(x), weights.shape()));
    }
  }

  private TapAxis axis(Value x, int axis) {
    return axis(geometry, x, axis);
  }

  static TapAxis axis(Geometry geometry, Value x, int axis) {
    int reach = geometry.dilation()[axis] * (geometry.kernel()[axis] - 1);
    return new TapAxis(x.size(2 + axis) + 2L * geometry.padding()[axis] - reach, x.size(2 + axis), geometry.kernel()[axis], geometry.dilation()[axis],
        geometry.padding()[axis]);
  }

  private static TapAxis reverse(TapAxis b) {
    return new TapAxis(b.inputs(), b.outputs(), b.taps(), b.dilation(), b.dilation() * (b.taps() - 1) - b.padding());
  }

  private static long together(Value x) {
    return x.size(2) * x.size(3) >= PIXELS_OF_A_PRODUCT ? 1 : x.size(0);
  }

  /** What the taps see; the kernel is turned round for the gradient of the images. Those that write most of the result come first. */
  private static List<TapColumn> columns(TapAxis rows, TapAxis columns, boolean turned) {
    List<TapColumn> seen = new ArrayList<>();
    for (int j = 0; j < columns.taps(); j++) {
      List<Tap> taps = new ArrayList<>();
      for (int i = 0; i < rows.taps(); i++) {
        if (rows.size(i) > 0) {
          taps.add(new Tap(turned ? rows.taps() - 1 - i : i, rows.input(rows.begin(i), i), rows.begin(i), rows.size(i)));
        }
      }
      if (columns.size(j) > 0 && !taps.isEmpty()) {
        taps.sort(Comparator.comparingLong(Tap::height).reversed());
        seen.add(new TapColumn(turned ? columns.taps() - 1 - j : j, columns.input(columns.begin(j), j), columns.begin(j), columns.size(j), taps));
      }
    }
    seen.sort(Comparator.comparingLong(TapColumn::width).reversed());
    return seen;
  }
}
