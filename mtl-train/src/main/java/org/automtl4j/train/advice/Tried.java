package org.automtl4j.train.advice;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.train.evaluate.PairedDelta;

/**
 * A model that a method has compared with hard sharing, whether it was kept or not.
 *
 * @param kind how it came up
 * @param words what it is, such as {@code depth leaves at conv10}; of one run's models no two have the same
 * @param leave for a tree, by task the layer at which it leaves the trunk; tasks that share all are not named
 * @param size what it stores, and what it computes for one image and all tasks
 * @param seconds that it takes for one image and all tasks on this machine
 * @param standing how it does against hard sharing at the same iteration, on the validation split
 * @param stoppedAt the iteration at which it was left behind; empty if it was trained to the end
 * @param control whether it was drawn at random, to compare with; it is never taken
 */
public record Tried(Contender.Kind kind, String words, Map<String, String> leave, ModelSize size, double seconds, PairedDelta standing, OptionalInt stoppedAt, boolean control) {

  /** Keeps an unmodifiable copy in the same order. */
  public Tried {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(words, "words");
    leave = Collections.unmodifiableMap(new LinkedHashMap<>(leave));
  }

  /**
   * @param measure what is counted
   * @return its cost
   */
  public double cost(Budget.Measure measure) {
    return measure.of(size, seconds);
  }

  /**
   * @param measure what is counted
   * @return what is compared with hard sharing
   */
  public Contender contender(Budget.Measure measure) {
    return new Contender(kind, words, cost(measure), standing.gain(), standing.standardError(), standing.byTask());
  }
}
