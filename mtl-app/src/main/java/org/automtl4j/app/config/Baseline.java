package org.automtl4j.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.MethodChoice;
import org.automtl4j.train.method.Methods;

/**
 * A model that a run's own is compared with, trained with the same updates per task, batch, schedule and data as its final training: another method, or a
 * comparison that only the run's method has, such as AutoMTL's random architectures.
 */
public final class Baseline implements Comparable<Baseline> {
  /** All tasks share every layer. */
  public static final Baseline HARD = new Baseline("HARD", "hard", "hard-sharing", false);
  /** One model per task. */
  public static final Baseline SINGLE = new Baseline("SINGLE", "single", "single-task", false);

  private static final List<Baseline> FIRST = List.of(HARD, SINGLE);

  private final String word;
  private final String id;
  private final String method;
  private final boolean comparison;

  private Baseline(String word, String id, String method, boolean comparison) {
    this.word = word;
    this.id = id;
    this.method = method;
    this.comparison = comparison;
  }

  /**
   * @param text as configurations write it: a method's name, {@code HARD} and {@code SINGLE}, or a comparison
   * @return the baseline; empty if there is none of that name
   */
  public static Optional<Baseline> of(String text) {
    return all().stream().filter(b -> b.word.equalsIgnoreCase(text) || !b.comparison && b.method.equals(text)).findFirst();
  }

  /** @return all that there are, hard sharing and single-task models first */
  public static List<Baseline> all() {
    List<Baseline> all = new ArrayList<>(FIRST);
    List<Method<?>> methods = Methods.all();
    methods.forEach(m -> m.comparisons().forEach(name -> all.add(new Baseline(name.toUpperCase(Locale.ROOT), name, m.name(), true))));
    methods.stream().filter(m -> FIRST.stream().noneMatch(b -> b.method.equals(m.name())) && MethodChoice.baseline(m, TrainingConfig.PUBLISHED).isPresent())
        .forEach(m -> all.add(new Baseline(m.name(), m.name(), m.name(), false)));
    return List.copyOf(all);
  }

  /** @return the names of all, as configurations write them */
  public static List<String> words() {
    return all().stream().map(Baseline::toString).toList();
  }

  /** @return the name in result tables, such as {@code "single"} */
  public String id() {
    return id;
  }

  /** @return the method that trains it; of a comparison, the only one that has it */
  public String method() {
    return method;
  }

  /** @return whether it is a comparison of one method with itself, which waits until the run's model is found */
  public boolean isComparison() {
    return comparison;
  }

  @Override
  public int compareTo(Baseline other) {
    List<String> order = words();
    return Integer.compare(order.indexOf(word), order.indexOf(other.word));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Baseline b && word.equals(b.word);
  }

  @Override
  public int hashCode() {
    return word.hashCode();
  }

  @Override
  public String toString() {
    return word;
  }
}
