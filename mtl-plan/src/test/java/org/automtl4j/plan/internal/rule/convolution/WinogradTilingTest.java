package org.automtl4j.plan.internal.rule.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.automtl4j.plan.internal.kernel.host.WinogradAxis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The products of an axis, taken together, are a convolution with three taps. */
class WinogradTilingTest {
  private static final List<MinimalFilter> OTHERS = List.of(MinimalFilter.PAIR, MinimalFilter.of(2), MinimalFilter.of(3), MinimalFilter.of(4));

  @Property(tries = 300)
  void productsAddUpToTheConvolution(@IntRange(min = 1, max = 40) int pixels, @IntRange(min = 1, max = 30) int dilation,
      @IntRange(max = 40) int padding, @IntRange(max = 15) int choice, long seed) {
    int results = pixels + 2 * padding - 2 * dilation;
    if (results < 1) {
      return;
    }
    WinogradAxis axis = new WinogradTiling(new TapAxis(results, pixels, 3, dilation, padding), filters(choice)).products();
    Random random = new Random(seed);
    double[] taps = random.doubles(3).toArray();
    double[] x = random.doubles(pixels).toArray();
    double[] found = new double[results];
    for (WinogradAxis.Part part : axis.parts()) {
      double tap = part.taps().get(0) * taps[0] + part.taps().get(1) * taps[1] + part.taps().get(2) * taps[2];
      for (int product = 0; product < part.size(); product++) {
        double seen = part.seen().row(product).entrySet().stream().mapToDouble(e -> e.getValue() * x[e.getKey()]).sum();
        part.given().row(product).forEach((place, factor) -> found[place] += factor * tap * seen);
      }
    }
    for (int place = 0; place < results; place++) {
      double wanted = 0;
      for (int tap = 0; tap < 3; tap++) {
        int pixel = place - padding + tap * dilation;
        wanted += pixel >= 0 && pixel < pixels ? taps[tap] * x[pixel] : 0;
      }
      assertThat(found[place]).isCloseTo(wanted, within(1e-12));
    }
  }

  private static List<MinimalFilter> filters(int choice) {
    List<MinimalFilter> filters = new ArrayList<>(List.of(MinimalFilter.SINGLE));
    for (int k = 0; k < OTHERS.size(); k++) {
      if ((choice >> k & 1) == 1) {
        filters.add(OTHERS.get(k));
      }
    }
    return filters;
  }

  /** Pixels, dilation, which filters, and products: three for a pair instead of four, m + 2 for m results, one where only the middle tap sees anything. */
  @ParameterizedTest
  @CsvSource({"29, 24, 1, 34", "29, 18, 1, 40", "29, 24, 0, 39", "4, 1, 8, 6", "29, 4, 12, 45", "7, 12, 15, 7"})
  void thereAreAsFewProductsAsTheFiltersAllow(int pixels, int dilation, int choice, int products) {
    TapAxis axis = new TapAxis(pixels, pixels, 3, dilation, dilation);

    assertThat(new WinogradTiling(axis, filters(choice)).products().products()).isEqualTo(products);
  }
}
