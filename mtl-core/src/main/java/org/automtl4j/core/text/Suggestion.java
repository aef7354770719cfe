package org.automtl4j.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user may have meant, for error messages. */
public final class Suggestion {
  private static final int LONGEST = 100;

  private Suggestion() {}

  /**
   * @param found what the user wrote
   * @param known what exists
   * @return {@code ", did you mean x?"} with the nearest known word, or nothing when none is near
   */
  public static String didYouMean(String found, Collection<String> known) {
    return nearest(found, known).map(word -> ", did you mean " + word + "?").orElse("");
  }

  /**
   * @param found what the user wrote
   * @param known what exists
   * @return the known word with the fewest letters changed, whatever the case; at most about a third of them
   */
  public static Optional<String> nearest(String found, Collection<String> known) {
    String lower = found.toLowerCase(Locale.ROOT);
    return known.stream().filter(word -> found.length() <= LONGEST && word.length() <= LONGEST && distance(lower, word) <= Math.max(2, word.length()) / 3 + 1)
        .min(Comparator.<String>comparingInt(word -> distance(lower, word)).thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance; {@code a} is in lower case already. */
  private static int distance(String a, String word) {
    String b = word.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
