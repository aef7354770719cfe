package org.automtl4j.app.report.html.automtl;

import org.automtl4j.app.report.html.Palette;
import org.automtl4j.graph.automtl.Branch;

/** The colours of branches. */
final class BranchColours {
  private static final double LEAST_SHADE = 0.22;

  private BranchColours() {}

  static String of(Branch branch) {
    return switch (branch) {
      case SHARED -> "#0072b2";
      case SPECIFIC -> "#e69f00";
      case SKIP -> "#6e7781";
    };
  }

  /** A branch's colour, the paler the less certain; a probability of 1/3 or less is palest. */
  static String of(Branch branch, double probability) {
    double certainty = Math.max(0, Math.min(1, (probability - 1.0 / 3) * 1.5));
    return Palette.pale(of(branch), LEAST_SHADE + (1 - LEAST_SHADE) * certainty);
  }
}
