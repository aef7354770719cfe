package org.automtl4j.plan.internal.rule.convolution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.host.WinogradAxis;
import org.automtl4j.plan.internal.kernel.WinogradLayout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A 3x3 convolution with stride 1 and any dilation by Winograd's minimal filtering: a third to a half of the multiplications of the taps that see no padding,
 * for some additions. Good for many channels. Rounding errors are those of single precision times ten at most.
 *
 * @param rows the axis of the rows
 * @param columns the axis of the columns
 */
record WinogradForm(WinogradAxis rows, WinogradAxis columns) implements ConvolutionForm {
  /** How many multiplications one of the sums of pixels costs, or giving a product to the pixels: 40 to 80 at 100 G/s. */
  private static final double COST_OF_SUMMING = 70;

  /** How many multiplications it costs besides, for all channels and images together, that their rows of numbers are short. */
  private static final double COST_OF_PLACE = 8_000;

  /** How many multiplications one of the numbers of a sum of taps costs, which wait for memory: 27 to 39 at 100 G/s. */
  private static final double COST_OF_TAPS = 36;

  /** How many multiplications it costs to call for a product of a pair of parts: 6 microseconds. */
  private static final double COST_OF_PRODUCT = 600_000;

  /** Fewer channels or results are not worth it, and small networks keep ND4J's own last bits. */
  private static final long FEWEST_CHANNELS = 64;

  private static final int TAPS = 3;

  /** The filters to choose from: the single one with each choice of the others. */
  private static final List<List<MinimalFilter>> CHOICES = choices(List.of(MinimalFilter.PAIR, MinimalFilter.of(2), MinimalFilter.of(3), MinimalFilter.of(4)));

  private static List<List<MinimalFilter>> choices(List<MinimalFilter> filters) {
    return IntStream.range(0, 1 << filters.size()).mapToObj(choice -> {
      List<MinimalFilter> chosen = new ArrayList<>(List.of(MinimalFilter.SINGLE));
      IntStream.range(0, filters.size()).filter(k -> (choice >> k & 1) == 1).forEach(k -> chosen.add(filters.get(k)));
      return List.copyOf(chosen);
    }).toList();
  }

  /** The form with the least cost, if the convolution has one. */
  static Optional<WinogradForm> of(Node node, Geometry g) {
    Value x = node.input(0);
    boolean plain = g.plain() && x.type() == DataType.FLOAT && x.rank() == 4 && g.kernel()[0] == TAPS && g.kernel()[1] == TAPS && g.stride()[0] == 1
        && g.stride()[1] == 1 && Nd4j.getEnvironment().isCPU();
    if (!plain || Math.min(x.size(1), node.input(1).size(3)) < FEWEST_CHANNELS) {
      return Optional.empty();
    }
    TapAxis rows = TapForm.axis(g, x, 0);
    TapAxis columns = TapForm.axis(g, x, 1);
    if (!whole(rows) || !whole(columns)) {
      return Optional.empty();
    }
    return CHOICES.stream().map(filters -> of(rows, columns, filters)).filter(form -> form.fits(node)).min(Comparator.comparingDouble(form -> form.cost(node)));
  }

  /** Whether each tap sees something; else the taps' own form leaves those that do not out of the gradient too. */
  private static boolean whole(TapAxis axis) {
    return IntStream.range(0, TAPS).allMatch(tap -> axis.size(tap) > 0);
  }

  private static WinogradForm of(TapAxis rows, TapAxis columns, List<MinimalFilter> filters) {
    WinogradAxis ofRows = new WinogradTiling(rows, filters).products();
    return new WinogradForm(ofRows, columns.equals(rows) ? ofRows : new WinogradTiling(columns, filters).products());
  }

  /** Whether each array is within the reach of Java's buffers. */
  private boolean fits(Node node) {
    WinogradLayout layout = layout(node);
    long channels = Math.max(layout.channels(), layout.results());
    long pixels = Math.max(node.input(0).size(2) * node.input(0).size(3), (long) rows.results() * columns.results());
    return Math.max(layout.images() * pixels, layout.products()) * channels < Integer.MAX_VALUE / Float.BYTES;
  }

  double cost(Node node) {
    double images = node.input(0).size(0);
    double channels = node.input(1).size(2);
    double results = node.input(1).size(3);
    double places = (double) rows.products() * columns.products();
    double multiplying = places * images * channels * results + COST_OF_PRODUCT * rows.parts().size() * columns.parts().size();
    double moving = places * (COST_OF_SUMMING * images * (channels + results) + COST_OF_PLACE);
    return multiplying + moving + COST_OF_TAPS * layout(node).sums() * channels * results;
  }

  private WinogradLayout layout(Node node) {
    Value weights = node.input(1);
    return new WinogradLayout(rows, columns, node.input(0).size(0), weights.size(2), weights.size(3));
  }

  @Override
  public Value forward(Node node, Tape tape) {
    Value x = node.input(0);
    Value y = tape.images().winograd(x, node.input(1), layout(node));
    Value bias = ConvolutionForm.bias(node);
    return bias == null ? y : tape.math().add(y, bias.reshaped(1, bias.length(), 1, 1));
  }

  @Override
  public void backward(Node node, Value dy, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    Value weights = node.input(1);
    boolean ofImages = gradients.needs(x);
    boolean ofWeights = gradients.needs(weights);
    List<Value> found = tape.images().winogradGradients(x, weights, dy, layout(node), ofImages, ofWeights);
    if (ofImages) {
      gradients.add(x, found.get(0));
    }
    if (ofWeights) {
      gradients.add(weights, found.get(found.size() - 1));
    }
  }
}
