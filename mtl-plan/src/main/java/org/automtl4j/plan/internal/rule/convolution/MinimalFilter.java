package org.automtl4j.plan.internal.rule.convolution;

import java.util.ArrayList;
import java.util.List;

/**
 * Some neighbouring results of a filter with three taps, as products of a sum of taps and a sum of pixels. A filter that gives m results sees m + 2 pixels.
 *
 * @param results how many results
 * @param products the products
 * @param alone whether it takes the first and the last pixel to be 0
 */
record MinimalFilter(int results, List<Product> products, boolean alone) {
  /**
   * One product.
   *
   * @param taps the factor of each tap
   * @param seen the factor of each pixel
   * @param given the factor with which it is added to each result
   */
  record Product(List<Double> taps, List<Double> seen, List<Double> given) {}

  /** The points at which polynomials are evaluated, for more results more of them; small powers of two keep the rounding errors small. */
  private static final double[] POINTS = {0, 1, -1, 0.5, -2};

  /** One result, one product for each tap. */
  static final MinimalFilter SINGLE = new MinimalFilter(1, List.of(product("100", "100", "1"), product("010", "010", "1"), product("001", "001", "1")), false);

  /** Two results of the two pixels between zeros, with three products instead of four (Karatsuba). */
  static final MinimalFilter PAIR = new MinimalFilter(2, List.of(product("010", "0110", "11"), new Product(List.of(0.0, -1.0, 1.0), digits("0010"), digits("10")),
      new Product(List.of(1.0, -1.0, 0.0), digits("0100"), digits("01"))), true);

  /**
   * Winograd's F(m, 3), made after Toom and Cook: m + 2 products instead of 3 m. The results are those coefficients of a product of polynomials, transposed.
   *
   * @param m how many results, 2 to 4
   */
  static MinimalFilter of(int m) {
    List<Product> products = new ArrayList<>();
    for (int p = 0; p < m + 1; p++) {
      List<Double> given = new ArrayList<>();
      for (int k = 0; k < m; k++) {
        given.add(Math.pow(POINTS[p], k));
      }
      double x = POINTS[p];
      products.add(new Product(List.of(1.0, x, x * x), lagrange(m + 1, p), given));
    }
    List<Double> last = new ArrayList<>();
    for (int k = 0; k < m; k++) {
      last.add(k == m - 1 ? 1.0 : 0.0);
    }
    products.add(new Product(List.of(0.0, 0.0, 1.0), lagrange(m + 1, -1), last));
    return new MinimalFilter(m, List.copyOf(products), false);
  }

  /** The coefficients of Lagrange's polynomial of a point, or of the product of all (x - point) for the point at infinity. */
  private static List<Double> lagrange(int points, int own) {
    double[] polynomial = new double[points + 1];
    polynomial[0] = 1;
    for (int q = 0; q < points; q++) {
      if (q != own) {
        double scale = own < 0 ? 1 : POINTS[own] - POINTS[q];
        for (int k = points; k >= 0; k--) {
          polynomial[k] = ((k > 0 ? polynomial[k - 1] : 0) - POINTS[q] * polynomial[k]) / scale;
        }
      }
    }
    List<Double> coefficients = new ArrayList<>();
    for (double coefficient : polynomial) {
      coefficients.add(coefficient);
    }
    return coefficients;
  }

  private static Product product(String taps, String seen, String given) {
    return new Product(digits(taps), digits(seen), digits(given));
  }

  private static List<Double> digits(String digits) {
    return digits.chars().mapToObj(c -> (double) (c - '0')).toList();
  }
}
