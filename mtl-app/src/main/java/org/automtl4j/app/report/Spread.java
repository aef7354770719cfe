package org.automtl4j.app.report;

import java.util.List;
import java.util.Locale;

/**
 * What several seeds have in common, and how much they differ.
 *
 * @param mean of the values
 * @param deviation the standard deviation of a sample, that is with n - 1 in the denominator; 0 for one value
 * @param count how many values there are
 */
record Spread(double mean, double deviation, int count) {

  /** Of at least one value. */
  static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a spread needs at least one value");
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, values.size() == 1 ? 0 : Math.sqrt(squares / (values.size() - 1)), values.size());
  }

  /** Mean and deviation in one format, such as {@code "0.5970 ± 0.0120"}. */
  String text(String format) {
    return String.format(Locale.ROOT, format, mean) + " ± " + String.format(Locale.ROOT, format.replace("+", ""), deviation);
  }
}
