package org.automtl4j.app.report.html;

import java.util.Locale;

/** Numbers as people read them, the same in every language; a unit stays with its number where lines break. */
public final class Numbers {
  private Numbers() {}

  /**
   * @param value a figure
   * @return up to four digits that matter
   */
  public static String metric(double value) {
    return metric(value, value);
  }

  /**
   * @param value a figure
   * @param scale a number whose digits it takes
   * @return the figure
   */
  public static String metric(double value, double scale) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(scale);
    return String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : size >= 1 ? "%.3f" : "%.4f", value);
  }

  /**
   * @param fraction a fraction
   * @return the same as a signed percentage
   */
  public static String change(double fraction) {
    return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%+.1f\u00a0%%", 100 * fraction).replace('-', '−') : "–";
  }

  /**
   * @param fraction a fraction
   * @return the same as a percentage
   */
  public static String percent(double fraction) {
    return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%.0f\u00a0%%", 100 * fraction) : "–";
  }

  /**
   * @param value in [0, 1]
   * @return two digits
   */
  public static String probability(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /**
   * @param number a count
   * @return all its digits
   */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * @param number a count
   * @return a short form: 61.5 M
   */
  public static String brief(double number) {
    return brief(number, number);
  }

  /**
   * @param number a count
   * @param scale a number whose unit it takes
   * @return a short form
   */
  public static String brief(double number, double scale) {
    double size = Math.abs(scale);
    if (size < 1e4) {
      return String.format(Locale.ROOT, "%,.0f", number);
    }
    return size < 1e6 ? String.format(Locale.ROOT, "%.1f\u00a0k", number / 1e3) : size < 1e9 ? String.format(Locale.ROOT, "%.1f\u00a0M", number / 1e6)
        : String.format(Locale.ROOT, "%.2f\u00a0G", number / 1e9);
  }

  /**
   * @param seconds wall time
   * @return the same in minutes or hours where it is long
   */
  public static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 90) {
      return whole + " s";
    }
    return whole < 5400 ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  /**
   * @param value a coordinate of a drawing
   * @return tenths are enough
   */
  public static String coordinate(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /**
   * @param value a number beside an axis
   * @param step between two of them
   * @return the number
   */
  public static String tick(double value, double step) {
    double size = Math.abs(value);
    if (size >= 10_000 || size > 0 && size < 1e-4) {
      return size >= 10_000 && value == Math.rint(value) ? brief(value).replace(".0\u00a0", "\u00a0") : String.format(Locale.ROOT, "%.0e", value);
    }
    int digits = (int) Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
    return String.format(Locale.ROOT, "%." + digits + "f", value).replace('-', '−');
  }
}
