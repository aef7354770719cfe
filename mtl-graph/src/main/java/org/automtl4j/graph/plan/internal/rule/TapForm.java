package org.automtl4j.graph.plan.internal.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.automtl4j.graph.plan.internal.Arguments;
import org.automtl4j.graph.plan.internal.Arithmetic;
import org.automtl4j.graph.plan.internal.Gradients;
import org.automtl4j.graph.plan.internal.Node;
import org.automtl4j.graph.plan.internal.Tape;
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
    Value y = products(node.input(0), node.input(1), axis(node.input(0), 0), axis(node.input(0), 1), false, tape);
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
      gradients.add(x, products(dy, tape.math().permute(weights, 0, 1, 3, 2), reverse(rows), reverse(columns), true, tape));
    }
    if (gradients.needs(weights)) {
      gradients.add(weights, weightGradient(x, dy, rows, columns, tape));
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

  /** The convolution of x [N, C, H, W] with weights [kH, kW, C, O], without bias; with the kernel turned round if so said, without moving it. */
  private static Value products(Value x, Value weights, Bands rows, Bands columns, boolean turned, Tape tape) {
    Arithmetic math = tape.math();
    List<Value> parts = new ArrayList<>();
    List<long[]> places = new ArrayList<>();
    for (Bands.Band row : rows.bands()) {
      for (Bands.Band column : columns.bands()) {
        List<long[]> windows = new ArrayList<>();
        for (int i = row.firstTap(); i < row.endTap(); i++) {
          for (int j = column.firstTap(); j < column.endTap(); j++) {
            windows.add(new long[] {rows.input(row.begin(), i), columns.input(column.begin(), j)});
          }
        }
        if (turned) {
          Collections.reverse(windows);
        }
        Value seen = tape.images().windows(x, windows, row.size(), column.size());
        parts.add(math.matmul(taps(weights, turned ? turn(row, rows) : row, turned ? turn(column, columns) : column, tape), seen, true, false));
        places.add(new long[] {row.begin(), column.begin(), row.size(), column.size()});
      }
    }
    return tape.images().mosaic(parts, places, x.size(0), weights.size(3), rows.outputs(), columns.outputs());
  }

  private static Bands.Band turn(Bands.Band band, Bands axis) {
    return new Bands.Band(band.begin(), band.end(), axis.taps() - band.endTap(), axis.taps() - band.firstTap());
  }

  /** The weights of some taps as a matrix [taps C, O]. */
  private static Value taps(Value weights, Bands.Band row, Bands.Band column, Tape tape) {
    long channels = weights.size(2);
    long outputs = weights.size(3);
    long count = (long) row.taps() * column.taps();
    if (count == weights.size(0) * weights.size(1)) {
      return weights.reshaped(count * channels, outputs);
    }
    Arguments part = Arguments.of(row.firstTap(), column.firstTap(), 0, 0, row.taps(), column.taps(), channels, outputs);
    return tape.memo(Arrays.asList("taps", weights, part), () -> tape.custom("slice", part, weights).get(0).reshaped(count * channels, outputs));
  }

  private static Value weightGradient(Value x, Value dy, Bands rows, Bands columns, Tape tape) {
    Arithmetic math = tape.math();
    long channels = x.size(1);
    long outputs = dy.size(1);
    List<Value> taps = new ArrayList<>();
    for (int i = 0; i < rows.taps(); i++) {
      for (int j = 0; j < columns.taps(); j++) {
        long height = rows.end(i) - rows.begin(i);
        long width = columns.end(j) - columns.begin(j);
        if (height == 0 || width == 0) {
          taps.add(tape.filled(x.type(), 0, 1, channels * outputs));
        } else {
          Value seen = tape.images().windows(x, List.of(new long[] {rows.input(rows.begin(i), i), columns.input(columns.begin(j), j)}), height, width);
          Value from = tape.images().windows(dy, List.of(new long[] {rows.begin(i), columns.begin(j)}), height, width);
          taps.add(math.matmul(seen, from, false, true).reshaped(1, channels * outputs));
        }
      }
    }
    return math.concat(taps, 0).reshaped(rows.taps(), columns.taps(), channels, outputs);
  }
}
