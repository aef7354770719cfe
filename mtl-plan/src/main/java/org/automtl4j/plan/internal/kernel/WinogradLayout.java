package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.SharedViews;
import org.automtl4j.plan.internal.kernel.host.WinogradAxis;
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

  /** Sums of taps of so many numbers are there at the same time, or one of them; 16 MiB. */
  private static final long ENOUGH_TAPS = 1 << 22;

  /**
   * Some neighbouring parts of the rows.
   *
   * @param first the number of the first part
   * @param parts the parts
   */
  record Group(int first, List<WinogradAxis.Part> parts) {
    boolean holds(int part) {
      return part >= first && part < first + parts.size();
    }

    int products() {
      return parts.stream().mapToInt(WinogradAxis.Part::size).sum();
    }
  }

  /** Groups of the rows' parts whose pixels are there at the same time. */
  List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    int first = 0;
    long taken = 0;
    for (int k = 0; k < rows.parts().size(); k++) {
      long more = rows.parts().get(k).size() * (long) columns.products() * images * (channels + results);
      if (k > first && taken + more > ENOUGH_PIXELS) {
        groups.add(new Group(first, rows.parts().subList(first, k)));
        first = k;
        taken = 0;
      }
      taken += more;
    }
    groups.add(new Group(first, rows.parts().subList(first, rows.parts().size())));
    return groups;
  }

  /**
   * A pair of a part of the rows and a part of the columns.
   *
   * @param row the number of the part of the rows
   * @param column the number of the part of the columns
   * @param tap the tap that is the pair's sum of taps, or -1
   * @param sum the number of the sum of taps, where it is not a tap
   */
  private record Pair(int row, int column, int tap, int sum) {}

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    int sum = 0;
    for (int row = 0; row < rows.parts().size(); row++) {
      for (int column = 0; column < columns.parts().size(); column++) {
        int tap = rows.parts().get(row).tap(columns.parts().get(column));
        pairs.add(new Pair(row, column, tap, tap < 0 ? sum++ : -1));
      }
    }
    return pairs;
  }

  /** The pairs of a group that are taps. */
  private List<Pair> taps(Group group) {
    return pairs().stream().filter(p -> p.tap() >= 0 && group.holds(p.row())).toList();
  }

  /** The other pairs of a group, those together whose sums of taps are there at the same time. */
  private List<List<Pair>> rounds(Group group) {
    List<Pair> sums = pairs().stream().filter(p -> p.tap() < 0 && group.holds(p.row())).toList();
    long together = Math.max(1, ENOUGH_TAPS / (channels * results));
    int count = (int) ((sums.size() + together - 1) / together);
    return IntStream.range(0, count).mapToObj(k -> sums.subList(sums.size() * k / count, sums.size() * (k + 1) / count)).toList();
  }

  /** @return how many pairs of parts have a sum of taps that is not a tap itself */
  public long sums() {
    return pairs().stream().filter(p -> p.tap() < 0).count();
  }

  /** @return the factors of the nine taps in each sum of taps; one sum of nothing if there is none */
  public double[] factors() {
    double[] factors = pairs().stream().filter(p -> p.tap() < 0).flatMap(p -> rows.parts().get(p.row()).taps().stream()
        .flatMap(x -> columns.parts().get(p.column()).taps().stream().map(y -> x * y))).mapToDouble(Double::doubleValue).toArray();
    return factors.length == 0 ? new double[TAPS] : factors;
  }

  /** @return how many numbers the sums of taps have that are there at the same time, at most */
  public long sumsOfTaps() {
    return groups().stream().flatMap(g -> rounds(g).stream()).mapToLong(List::size).max().orElse(1) * channels * results;
  }

  /** @return how many numbers of pixels products have at the same time in one channel, at most */
  public long products() {
    return groups().stream().mapToLong(Group::products).max().orElseThrow() * columns.products() * images;
  }

  /** Matrices [C, O], one in each row. */
  private INDArray matrices(long count, INDArray all) {
    return Views.strided(all, 0, new long[] {count, channels * results}, new long[] {channels * results, 1});
  }

  private INDArray matrix(SharedViews views, int number, INDArray all) {
    return views.of(all, number * channels * results, new long[] {channels, results}, new long[] {results, 1});
  }

  /** The factors of the taps in the sums of a round. */
  private static INDArray factors(List<Pair> round, INDArray factors) {
    return Views.strided(factors, (long) round.get(0).sum() * TAPS, new long[] {round.size(), TAPS}, new long[] {TAPS, 1});
  }

  /** The sums of pixels of a pair of parts, or their products, [rows columns N, channels]. */
  private INDArray pixels(SharedViews views, Group group, Pair pair, INDArray packed, long of) {
    int row = pair.row() - group.first();
    long before = group.parts().subList(0, row).stream().mapToLong(WinogradAxis.Part::size).sum() * columns.products();
    long height = group.parts().get(row).size();
    before += height * columns.parts().subList(0, pair.column()).stream().mapToLong(WinogradAxis.Part::size).sum();
    long length = height * columns.parts().get(pair.column()).size() * images;
    return views.of(packed, before * images * of, new long[] {length, of}, new long[] {of, 1});
  }

  /** What is multiplied. */
  enum Pass {
    FORWARD {
      @Override
      Call multiply(INDArray taps, INDArray seen, INDArray given, boolean onto) {
        return TapsKernel.product(seen, taps, given, false, false, onto);
      }
    },
    IMAGE_GRADIENT {
      @Override
      Call multiply(INDArray taps, INDArray seen, INDArray given, boolean onto) {
        return TapsKernel.product(given, taps, seen, false, true, onto);
      }
    },
    WEIGHT_GRADIENT {
      @Override
      Call multiply(INDArray taps, INDArray seen, INDArray given, boolean onto) {
        return TapsKernel.product(seen, given, taps, true, false, onto);
      }
    };

    /** Makes one of the matrices from the two others. */
    abstract Call multiply(INDArray taps, INDArray seen, INDArray given, boolean onto);
  }

  /**
   * The arrays of the products of a group.
   *
   * @param factors the factors of the taps
   * @param weights the kernel, or its gradient
   * @param sums sums of taps, or their gradient
   * @param seen sums of pixels, or their gradient
   * @param given what is given to the results, or its gradient
   * @param views makes their parts
   */
  record Numbers(INDArray factors, INDArray weights, INDArray sums, INDArray seen, INDArray given, SharedViews views) {}

  /** The products of a group that make what is given to the results, or the gradient of what is seen. */
  List<Call> multiply(Pass pass, Group group, Numbers numbers) {
    List<List<Pair>> rounds = rounds(group);
    List<SideBySide.Part> products = new ArrayList<>(products(pass, group, taps(group), numbers, false));
    List<Call> calls = new ArrayList<>();
    for (List<Pair> round : rounds) {
      calls.add(TapsKernel.product(factors(round, numbers.factors()), matrices(TAPS, numbers.weights()), matrices(round.size(), numbers.sums()), false, false,
          false));
      products.addAll(products(pass, group, round, numbers, false));
      calls.add(SideBySide.of(products));
      products.clear();
    }
    if (rounds.isEmpty()) {
      calls.add(SideBySide.of(products));
    }
    return calls;
  }

  /** The products of a group that make the gradient of the weights, which the first group begins. */
  List<Call> gradient(Group group, Numbers numbers) {
    boolean begun = group.first() > 0;
    List<Call> calls = new ArrayList<>();
    for (List<Pair> round : rounds(group)) {
      calls.add(SideBySide.of(products(Pass.WEIGHT_GRADIENT, group, round, numbers, false)));
      calls.add(TapsKernel.product(factors(round, numbers.factors()), matrices(round.size(), numbers.sums()), matrices(TAPS, numbers.weights()), true, false,
          begun));
      begun = true;
    }
    if (!begun) {
      calls.add(Views.clear(numbers.weights()));
    }
    calls.add(SideBySide.of(products(Pass.WEIGHT_GRADIENT, group, taps(group), numbers, true)));
    return calls;
  }

  private List<SideBySide.Part> products(Pass pass, Group group, List<Pair> pairs, Numbers numbers, boolean onto) {
    SharedViews views = numbers.views();
    return pairs.stream().map(pair -> {
      INDArray taps = pair.tap() < 0 ? matrix(views, pair.sum() - pairs.get(0).sum(), numbers.sums())
          : matrix(views, pair.tap(), numbers.weights());
      INDArray seen = pixels(views, group, pair, numbers.seen(), channels);
      INDArray given = pixels(views, group, pair, numbers.given(), results);
      return new SideBySide.Part(seen.size(0), pass.multiply(taps, seen, given, onto));
    }).toList();
  }
}
