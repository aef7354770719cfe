package org.automtl4j.train.advice;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An architecture that was trained beside hard sharing, and how it did on the validation split.
 *
 * @param kind how it came up
 * @param words what it is, such as {@code depth leaves at conv10}
 * @param cost in the unit of the budget
 * @param gain Delta over hard sharing at the same iteration, as a fraction
 * @param standardError of the gain
 * @param byTask each task's part: relative change over hard sharing, as a fraction
 */
public record Contender(Kind kind, String words, double cost, double gain, double standardError, Map<String, Double> byTask) {

  /** How an architecture came up. */
  public enum Kind {
    /** A tree, one of those within the budget. */
    TREE,
    /** What a search has found. */
    FOUND
  }

  /** Keeps an unmodifiable copy in the same order. */
  public Contender {
    if (!Double.isFinite(gain) || !(standardError >= 0) || !(cost > 0)) {
      throw new IllegalArgumentException(words + ": found gain " + gain + " +- " + standardError + " at cost " + cost
          + ", allowed: finite numbers, an error of at least 0 and a cost above 0");
    }
    byTask = Collections.unmodifiableMap(new LinkedHashMap<>(byTask));
  }

  /** What to take, in words that stand out in a sentence. */
  String toTake() {
    return kind == Kind.TREE ? "THE TREE where " + words : words.toUpperCase(Locale.ROOT);
  }
}
