package org.automtl4j.plan.internal.rule.convolution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.plan.internal.kernel.host.SparseMap;
import org.automtl4j.plan.internal.kernel.host.WinogradAxis;

/**
 * Cuts an axis of a convolution into tiles, each of which a minimal filter computes, with as few products as the filters allow. With dilation d the places p, p
 * + d, p + 2 d, ... are an axis of their own. Products that see nothing but padding are left out.
 *
 * @param axis the axis, with three taps
 * @param filters the filters to choose from, the single one among them
 */
record WinogradTiling(TapAxis axis, List<MinimalFilter> filters) {
  private record Tile(MinimalFilter filter, long begin, Tile before, int products) {}

  /** The products that belong to one sum of taps. */
  private static final class Part {
    final List<SortedMap<Integer, Double>> seen = new ArrayList<>();
    final List<SortedMap<Integer, Double>> given = new ArrayList<>();
  }

  WinogradAxis products() {
    Map<List<Double>, Part> parts = new LinkedHashMap<>();
    for (long phase = 0; phase < Math.min(axis.dilation(), axis.outputs()); phase++) {
      for (Tile tile = best(phase); tile.filter() != null; tile = tile.before()) {
        for (MinimalFilter.Product product : tile.filter().products()) {
          SortedMap<Integer, Double> seen = seen(product, tile.begin());
          if (!seen.isEmpty()) {
            Part part = parts.computeIfAbsent(product.taps(), taps -> new Part());
            part.seen.add(seen);
            part.given.add(given(product, tile.begin()));
          }
        }
      }
    }
    List<WinogradAxis.Part> all = new ArrayList<>();
    parts.forEach((taps, part) -> all.add(new WinogradAxis.Part(taps, SparseMap.of(part.seen, (int) axis.inputs()), SparseMap.of(part.given,
        (int) axis.outputs()))));
    return new WinogradAxis(all);
  }

  /** The last of the tiles that cover a phase with the fewest products. */
  private Tile best(long phase) {
    List<Tile> best = new ArrayList<>(List.of(new Tile(null, 0, null, 0)));
    for (long end = 1; phase + (end - 1) * axis.dilation() < axis.outputs(); end++) {
      Tile found = null;
      for (MinimalFilter filter : filters) {
        long before = end - filter.results();
        if (before >= 0) {
          long begin = phase + before * axis.dilation();
          int products = best.get((int) before).products() + products(filter, begin);
          if (fits(filter, begin) && (found == null || products <= found.products())) {
            found = new Tile(filter, begin, best.get((int) before), products);
          }
        }
      }
      best.add(found);
    }
    return best.get(best.size() - 1);
  }

  private boolean fits(MinimalFilter filter, long begin) {
    return !filter.alone() || !onImage(begin, 0) && !onImage(begin, filter.results() + 1);
  }

  private int products(MinimalFilter filter, long begin) {
    return (int) filter.products().stream().filter(p -> !seen(p, begin).isEmpty()).count();
  }

  private boolean onImage(long begin, int place) {
    long pixel = axis.input(begin, place);
    return pixel >= 0 && pixel < axis.inputs();
  }

  private SortedMap<Integer, Double> seen(MinimalFilter.Product product, long begin) {
    SortedMap<Integer, Double> seen = new TreeMap<>();
    for (int k = 0; k < product.seen().size(); k++) {
      if (product.seen().get(k) != 0 && onImage(begin, k)) {
        seen.put((int) axis.input(begin, k), product.seen().get(k));
      }
    }
    return seen;
  }

  private SortedMap<Integer, Double> given(MinimalFilter.Product product, long begin) {
    SortedMap<Integer, Double> given = new TreeMap<>();
    for (int k = 0; k < product.given().size(); k++) {
      if (product.given().get(k) != 0) {
        given.put((int) (begin + (long) k * axis.dilation()), product.given().get(k));
      }
    }
    return given;
  }
}
