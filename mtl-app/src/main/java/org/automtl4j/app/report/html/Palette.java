package org.automtl4j.app.report.html;

import java.util.List;
import java.util.Locale;

/** Colours that people with any colour vision tell apart (Okabe and Ito, "Color Universal Design", 2008), and what they stand for. */
public final class Palette {
  private static final List<String> SERIES = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#444444");
  /** A second sign beside the colour, for prints in grey. */
  private static final List<String> DASHES = List.of("none", "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 2");
  private static final int BYTE = 0xFF;

  private Palette() {}

  /**
   * @param index of a line
   * @return its colour, {@code #rrggbb}
   */
  public static String series(int index) {
    return SERIES.get(index % SERIES.size());
  }

  /**
   * @param index of a line
   * @return its dashes, a second sign beside the colour
   */
  public static String dash(int index) {
    return DASHES.get(index % DASHES.size());
  }

  /**
   * @param colour {@code #rrggbb}
   * @param share of it, in [0, 1]; the rest is white
   * @return the mixture
   */
  public static String pale(String colour, double share) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      mixed |= (int) Math.round(BYTE + share * ((rgb >> shift & BYTE) - BYTE)) << shift;
    }
    return String.format(Locale.ROOT, "#%06x", mixed);
  }

  /**
   * @param colour {@code #rrggbb}
   * @return whether white is easier to read on it than black
   */
  public static boolean isDark(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    double light = 0.2126 * linear(rgb >> 16 & BYTE) + 0.7152 * linear(rgb >> 8 & BYTE) + 0.0722 * linear(rgb & BYTE);
    return light < 0.25;
  }

  private static double linear(int value) {
    return Math.pow(value / (double) BYTE, 2.2);
  }
}
