package org.automtl4j.graph.plan.internal.rule;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.plan.internal.Gradients;
import org.automtl4j.graph.plan.internal.Node;
import org.automtl4j.graph.plan.internal.Tape;
import org.automtl4j.graph.plan.internal.TapsGradientKernel.View;
import org.automtl4j.graph.plan.internal.TapsKernel.Patch;
import org.automtl4j.graph.plan.internal.TapsKernel.Tap;
import org.automtl4j.graph.plan.internal.Value;

/**
 * A dilated convolution as products of matrices: the output is cut into rectangles whose pixels see the same taps, and each rectangle is one product of those
 * taps' weights with the pixels that they see. Taps that see only padding cost nothing. Good for dilations that are not much smaller than the map: with
 * dilation 24 on a map of 29 pixels 1.8 of 9 taps are left. The gradient of the input is such a convolution with the kernel turned round; that of the weights
 * is a product for each tap.
 *
 * @param geometry the geometry
 */
record TapForm(Geometry geometry) implements ConvolutionForm {
  /** How many multiplications one moved number costs. */
  static final double COST_OF_MOVING = 100;

  static double cost(Node node, Geometry g) {
    TapForm form = new TapForm(g);
    Value x = node.input(0);
    double channels = x.size(1);
    double outputs = node.input(1).size(3);
    double seen = form.axis(x, 0).bands().stream().mapToDouble(b -> b.size() * b.taps()).sum() * form.axis(x, 1).bands().stream()
        .mapToDouble(b -> b.size() * b.taps()).sum();
    return x.size(0) * (seen * channels * (outputs + COST_OF_MOVING) + COST_OF_MOVING * x.size(2) * x.size(3) * outputs);
  }

  @Override
  public Value forward(Node node, Tape tape) {
    Value x = node.input(0);
    Bands rows = axis(x, 0);
    Bands columns = axis(x, 1);
    long[] shape = {x.size(0), node.input(1).size(3), rows.outputs(), columns.outputs()};
    Value y = tape.images().taps(x, node.input(1), patches(rows, columns, false), shape);
    Value bias = ConvolutionForm.bias(node);
    return bias == null ? y : tape.math().add(y, bias.reshaped(1, bias.length(), 1, 1));
  }

  @Override
  public void backward(Node node, Value dy, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    Value weights = node.input(1);
    Bands rows = axis(x, 0);
    Bands columns = axis(x, 1);
    if (gradients.needs(x)) {
      gradients.add(x, tape.images().tapsImageGradient(dy, weights, patches(reverse(rows), reverse(columns), true), x.shape()));
    }
    if (gradients.needs(weights)) {
      gradients.add(weights, tape.images().tapsWeightGradient(x, dy, views(rows, columns), weights.shape()));
    }
  }

  private Bands axis(Value x, int axis) {
    int reach = geometry.dilation()[axis] * (geometry.kernel()[axis] - 1);
    return new Bands(x.size(2 + axis) + 2L * geometry.padding()[axis] - reach, x.size(2 + axis), geometry.kernel()[axis], geometry.dilation()[axis],
        geometry.padding()[axis]);
  }

  private static Bands reverse(Bands b) {
    return new Bands(b.inputs(), b.outputs(), b.taps(), b.dilation(), b.dilation() * (b.taps() - 1) - b.padding());
  }

  /** The rectangles of a result with what they see; the kernel is turned round for the gradient of the images. */
  private static List<Patch> patches(Bands rows, Bands columns, boolean turned) {
    List<Patch> patches = new ArrayList<>();
    for (Bands.Band row : rows.bands()) {
      for (Bands.Band column : columns.bands()) {
        List<Tap> taps = new ArrayList<>();
        for (int i = row.firstTap(); i < row.endTap(); i++) {
          for (int j = column.firstTap(); j < column.endTap(); j++) {
            taps.add(new Tap(turned ? rows.taps() - 1 - i : i, turned ? columns.taps() - 1 - j : j, rows.input(row.begin(), i), columns.input(column.begin(), j)));
          }
        }
        patches.add(new Patch(row.begin(), column.begin(), row.size(), column.size(), taps));
      }
    }
    return patches;
  }

  private static List<View> views(Bands rows, Bands columns) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < rows.taps(); i++) {
      for (int j = 0; j < columns.taps(); j++) {
        long height = rows.end(i) - rows.begin(i);
        long width = columns.end(j) - columns.begin(j);
        boolean none = height == 0 || width == 0;
        views.add(none ? new View(0, 0, 0, 0, 0, 0)
            : new View(rows.input(rows.begin(i), i), columns.input(columns.begin(j), j), rows.begin(i), columns.begin(j), height, width));
      }
    }
    return views;
  }
}
