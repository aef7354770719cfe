package org.automtl4j.app.report.html;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/**
 * Several runs' figures in two numbers.
 *
 * @param count how many
 * @param mean their mean
 * @param deviation their sample standard deviation; NaN for a single one
 */
record Spread(int count, double mean, double deviation) {

  static Spread of(double... values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(values.length, mean, values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Double.NaN);
  }

  /** A number as text. */
  @FunctionalInterface
  interface Format {

    /** A number with the digits and the unit that another one of size {@code scale} has. */
    String text(double value, double scale);
  }

  /** Mean and deviation, each with as many digits as the format gives it. */
  String text(DoubleFunction<String> format) {
    return textAlike((value, scale) -> format.apply(value));
  }

  /** Mean and deviation; both end at the same digit. */
  String textAlike(Format format) {
    if (count == 0) {
      return "–";
    }
    return format.text(mean, mean) + (count > 1 ? " ± " + (deviation == 0 ? "0" : format.text(deviation, mean).replace("+", "")) : "");
  }
}
