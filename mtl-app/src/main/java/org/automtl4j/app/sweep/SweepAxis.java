package org.automtl4j.app.sweep;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.automtl4j.core.InvalidInputException;

/**
 * One key of a configuration and what it is set to.
 *
 * @param key the key's path, such as {@code policySearch.lambda}
 * @param values as they would stand behind {@code --set KEY=}, at least one, each once; empty for a range
 * @param range where values are drawn from, in place of a list
 */
public record SweepAxis(String key, List<String> values, Optional<Range> range) {

  /**
   * Values between two bounds.
   *
   * @param from the lower bound
   * @param to the upper bound
   * @param logarithmic whether a factor is as likely anywhere, as is usual for rates; both bounds are above 0 then
   */
  public record Range(double from, double to, boolean logarithmic) {

    /** Checks that there is something between the bounds. */
    public Range {
      if (!(Double.isFinite(from) && Double.isFinite(to) && from < to && (!logarithmic || from > 0))) {
        throw new InvalidInputException("range " + from + ".." + to + ": allowed: a number, two dots and a larger number" + (logarithmic ? ", both above 0" : ""));
      }
    }

    /**
     * @param share from 0 (the lower bound) to 1
     * @return the value there
     */
    double at(double share) {
      DoubleUnaryOperator linear = x -> from + x * (to - from);
      return logarithmic ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from))) : linear.applyAsDouble(share);
    }
  }

  /** Checks the key and the values. */
  public SweepAxis {
    if (key.equals("seed") || key.equals("name")) {
      throw new InvalidInputException("vary " + key + ": allowed: any key but seed and name; seeds have a list of their own, and names are made of the values");
    }
    Set<String> distinct = new LinkedHashSet<>(values);
    values = List.copyOf(values);
    if (key.isBlank() || range.isPresent() != values.isEmpty() || distinct.size() != values.size()) {
      throw new InvalidInputException("vary " + key + ": found " + values + ", allowed: KEY=VALUE,VALUE,... with different values, or KEY=FROM..TO");
    }
  }

  /**
   * @param key a key's path
   * @param values at least one
   * @return the axis
   */
  public static SweepAxis of(String key, List<String> values) {
    return new SweepAxis(key, values, Optional.empty());
  }

  /**
   * @param text as on the command line: {@code KEY=VALUE,VALUE,...}, where commas within brackets and quotes belong to a value, or {@code KEY=FROM..TO} with
   *     {@code :log} behind it for factors
   * @return the axis
   * @throws InvalidInputException if it is none
   */
  public static SweepAxis parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new InvalidInputException("--vary: found '" + text + "', allowed: KEY=VALUE,VALUE,... such as policySearch.lambda=5e-4,1e-3");
    }
    String key = text.substring(0, equals).strip();
    String rest = text.substring(equals + 1);
    boolean logarithmic = rest.endsWith(":log");
    String bounds = logarithmic ? rest.substring(0, rest.length() - ":log".length()) : rest;
    if (bounds.matches("[-+0-9.eE]+\\.\\.[-+0-9.eE]+")) {
      int dots = bounds.indexOf("..");
      return new SweepAxis(key, List.of(), Optional.of(new Range(number(key, bounds.substring(0, dots)), number(key, bounds.substring(dots + 2)), logarithmic)));
    }
    return of(key, split(rest));
  }

  private static double number(String key, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException("--vary " + key + ": found '" + text + "' as a bound, allowed: a number", e);
    }
  }

  private static List<String> split(String text) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int depth = 0;
    char quote = 0;
    for (char c : text.toCharArray()) {
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        values.add(value.toString().strip());
        value.setLength(0);
        continue;
      }
      value.append(c);
    }
    values.add(value.toString().strip());
    if (values.stream().anyMatch(String::isEmpty)) {
      throw new InvalidInputException("--vary: found '" + text + "', allowed: values between the commas");
    }
    return values;
  }
}
