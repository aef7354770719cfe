package org.automtl4j.app.report.html;

import java.util.List;
import java.util.Locale;
import org.automtl4j.graph.automtl.Branch;

/** Colours that people with any colour vision tell apart (Okabe and Ito, "Color Universal Design", 2008), and what they stand for. */
final class Palette {
  private static final List<String> SERIES = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#444444");
  /** A second sign beside the colour, for prints in grey. */
  private static final List<String> DASHES = List.of("none", "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 2");
  private static final int BYTE = 0xFF;
  private static final double LEAST_SHADE = 0.22;

  private Palette() {}

  static String series(int index) {
    return SERIES.get(index % SERIES.size());
  }

  static String dash(int index) {
    return DASHES.get(index % DASHES.size());
  }

  static String branch(Branch branch) {
    return switch (branch) {
      case SHARED -> "#0072b2";
      case SPECIFIC -> "#e69f00";
      case SKIP -> "#6e7781";
    };
  }

  /** A branch's colour, the paler the less certain; a probability of 1/3 or less is palest. */
  static String branch(Branch branch, double probability) {
    double certainty = Math.max(0, Math.min(1, (probability - 1.0 / 3) * 1.5));
    return pale(branch(branch), LEAST_SHADE + (1 - LEAST_SHADE) * certainty);
  }

  /** A colour mixed with white. */
  static String pale(String colour, double share) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      mixed |= (int) Math.round(BYTE + share * ((rgb >> shift & BYTE) - BYTE)) << shift;
    }
    return String.format(Locale.ROOT, "#%06x", mixed);
  }

  /** Whether white is easier to read on a colour than black. */
  static boolean isDark(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    double light = 0.2126 * linear(rgb >> 16 & BYTE) + 0.7152 * linear(rgb >> 8 & BYTE) + 0.0722 * linear(rgb & BYTE);
    return light < 0.25;
  }

  private static double linear(int value) {
    return Math.pow(value / (double) BYTE, 2.2);
  }
}
