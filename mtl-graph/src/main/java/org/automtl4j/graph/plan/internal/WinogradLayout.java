package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of a Winograd convolution and where their matrices lie: one product for each pair of a part of the rows and a part of the columns. Several parts
 * of the rows are a group, whose matrices are there at the same time; the groups take turns in the same memory.
 *
 * @param rows the axis of the rows
 * @param columns the axis of the columns
 * @param images N
 * @param channels C
 * @param results O
 */
public record WinogradLayout(WinogradAxis rows, WinogradAxis columns, long images, long channels, long results) {
  private static final int TAPS = 9;

  /** So many numbers of what products have of pixels are there at the same time, or what one part of the rows has; 32 MiB. */
  private static final long ENOUGH_PIXELS = 1 << 23;

  /** So many sums of taps are there at the same time, or those of one part of the rows; 16 MiB. */
  private static final long ENOUGH_TAPS = 1 << 22;

  /**
   * Some neighbouring parts of the rows.
   *
   * @param first the number of the first part
   * @param parts the parts
   */
  record Group(int first, List<WinogradAxis.Part> parts) {
    int products() {
      return parts.stream().mapToInt(WinogradAxis.Part::size).sum();
    }
  }

  /** Groups of the rows' parts whose pixels are there at the same time. */
  List<Group> groups() {
    return groups(new Group(0, rows.parts()), part -> part.size() * (long) columns.products() * images * (channels + results), ENOUGH_PIXELS);
  }

  /** The same parts in groups whose sums of taps are there at the same time. */
  List<Group> rounds(Group group) {
    return groups(group, part -> columns.parts().size() * channels * results, ENOUGH_TAPS);
  }

  private static List<Group> groups(Group whole, ToLongFunction<WinogradAxis.Part> size, long enough) {
    List<Group> groups = new ArrayList<>();
    int first = 0;
    long taken = 0;
    for (int k = 0; k < whole.parts().size(); k++) {
      long more = size.applyAsLong(whole.parts().get(k));
      if (k > first && taken + more > enough) {
        groups.add(new Group(whole.first() + first, whole.parts().subList(first, k)));
        first = k;
        taken = 0;
      }
      taken += more;
    }
    groups.add(new Group(whole.first() + first, whole.parts().subList(first, whole.parts().size())));
    return groups;
  }

  /** How many sums of taps there are at the same time, at most. */
  long sumsOfTaps() {
    long parts = groups().stream().flatMap(g -> rounds(g).stream()).mapToLong(g -> g.parts().size()).max().orElseThrow();
    return parts * columns.parts().size() * channels * results;
  }

  /** @return how many numbers of pixels products have at the same time in one channel, at most */
  public long products() {
    return groups().stream().mapToLong(Group::products).max().orElseThrow() * columns.products() * images;
  }

  /** Makes the sums of taps of a group: the factors [parts, 9] times the weights. */
  Call sum(Group group, INDArray factors, INDArray weights, INDArray sums) {
    return TapsKernel.product(factors(group, factors), flat(weights), all(group, sums), false, false, false);
  }

  /** Adds to the gradient of the weights what the gradients of the sums of taps give. */
  Call gradient(Group group, INDArray factors, INDArray sums, INDArray gradient) {
    return TapsKernel.product(factors(group, factors), all(group, sums), flat(gradient), true, false, group.first() > 0);
  }

  private INDArray factors(Group group, INDArray factors) {
    long before = (long) group.first() * columns.parts().size();
    return Views.strided(factors, before * TAPS, new long[] {(long) group.parts().size() * columns.parts().size(), TAPS}, new long[] {TAPS, 1});
  }

  private INDArray all(Group group, INDArray sums) {
    long size = channels * results;
    return Views.strided(sums, 0, new long[] {(long) group.parts().size() * columns.parts().size(), size}, new long[] {size, 1});
  }

  private INDArray flat(INDArray taps) {
    return Views.strided(taps, 0, new long[] {TAPS, channels * results}, new long[] {channels * results, 1});
  }

  /** The sums of taps of a pair of parts, [C, O]. */
  private INDArray taps(int row, int column, INDArray sums) {
    long place = row * (long) columns.parts().size() + column;
    return Views.strided(sums, place * channels * results, new long[] {channels, results}, new long[] {results, 1});
  }

  /** The sums of pixels of a pair of parts, or their products, [channels, columns rows N]. */
  private INDArray pixels(Group group, int part, int column, INDArray packed, long of) {
    int row = part - group.first();
    long before = group.parts().subList(0, row).stream().mapToLong(WinogradAxis.Part::size).sum() * columns.products();
    long height = group.parts().get(row).size();
    before += height * columns.parts().subList(0, column).stream().mapToLong(WinogradAxis.Part::size).sum();
    long width = columns.parts().get(column).size() * height * images;
    return Views.strided(packed, before * images * of, new long[] {of, width}, new long[] {width, 1});
  }

  /** What is multiplied in a group. */
  enum Pass {
    FORWARD,
    IMAGE_GRADIENT,
    WEIGHT_GRADIENT
  }

  /**
   * The products of some of a group's parts.
   *
   * @param pass which
   * @param group the group, whose pixels there are
   * @param round those whose sums of taps there are
   * @param sums sums of taps, or their gradient
   * @param seen sums of pixels, or their gradient
   * @param given what is given to the results, or its gradient
   */
  Call multiply(Pass pass, Group group, Group round, INDArray sums, INDArray seen, INDArray given) {
    List<SideBySide.Part> products = new ArrayList<>();
    for (int row = 0; row < round.parts().size(); row++) {
      for (int column = 0; column < columns.parts().size(); column++) {
        INDArray taps = taps(row, column, sums);
        INDArray left = pixels(group, round.first() + row, column, seen, channels);
        INDArray right = pixels(group, round.first() + row, column, given, results);
        Call product = switch (pass) {
          case FORWARD -> TapsKernel.product(taps, left, right, true, false, false);
          case IMAGE_GRADIENT -> TapsKernel.product(taps, right, left, false, false, false);
          case WEIGHT_GRADIENT -> TapsKernel.product(left, right, taps, false, true, false);
        };
        products.add(new SideBySide.Part(left.size(1), product));
      }
    }
    return SideBySide.of(products);
  }
}
