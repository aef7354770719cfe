package org.automtl4j.app.config.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt one most probably means. */
public final class NearestName {
  /** Longer words are no misspelt names, and would take long to compare. */
  private static final int LONGEST = 100;

  private NearestName() {}

  /**
   * @param found what was written
   * @param known what could have been meant
   * @return the known name with the fewest edits; empty if even that is another word altogether
   */
  public static Optional<String> of(String found, Collection<String> known) {
    if (found.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = found.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt((String name) -> distance(lower, name.toLowerCase(Locale.ROOT))).thenComparing(Comparator.naturalOrder()))
        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= Math.max(2, Math.max(name.length(), found.length()) / 2));
  }

  /** Levenshtein's distance with swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + substitution, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
