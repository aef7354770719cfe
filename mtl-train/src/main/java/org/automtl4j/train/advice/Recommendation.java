package org.automtl4j.train.advice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person is advised to take, from figures on the validation split.
 *
 * @param choice hard sharing, or a contender
 * @param alone tasks that should have a model of their own, with how much sharing costs each at least, as a fraction
 * @param tasks the names of all tasks
 * @param unit what costs are counted in, such as {@code multiply-adds}
 * @param hard what hard sharing costs
 * @param single what a model of its own for every task costs, together
 * @param largest the largest cost that was tried
 */
public record Recommendation(Choice choice, Map<String, Double> alone, List<String> tasks, String unit, double hard, double single, double largest) {
  private static final double TENTH = 0.1;
  private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

  /** Keeps unmodifiable copies. */
  public Recommendation {
    alone = Collections.unmodifiableMap(new LinkedHashMap<>(alone));
    tasks = List.copyOf(tasks);
  }

  /**
   * @param contenders those that were compared with hard sharing
   * @param single the single-task models as such a contender, if they were trained: a task for which they are ahead of every way to share, hard sharing included, by
   *     two standard errors is better alone
   * @param tasks the names of all tasks
   * @param unit what costs are counted in
   * @param hard what hard sharing costs
   * @param singleCost what the single-task models cost together
   * @return the advice
   */
  public static Recommendation of(
      List<Contender> contenders, Optional<SingleTasks> single, List<String> tasks, String unit, double hard, double singleCost) {
    return of(contenders, Math.max(1, contenders.size()), contenders.stream().mapToDouble(Contender::cost).max().orElse(hard), single, tasks, unit, hard, singleCost);
  }

  /**
   * Where more were looked at than have been trained to the end.
   *
   * @param contenders those that were trained to the end
   * @param looks how many were looked at, at least 1
   * @param largest the largest cost that was tried
   * @param single the single-task models, if they were trained
   * @param tasks the names of all tasks
   * @param unit what costs are counted in
   * @param hard what hard sharing costs
   * @param singleCost what the single-task models cost together
   * @return the advice
   */
  public static Recommendation of(List<Contender> contenders, int looks, double largest, Optional<SingleTasks> single, List<String> tasks, String unit, double hard,
      double singleCost) {
    return new Recommendation(Choice.of(contenders, looks), single.map(s -> s.ahead(contenders, tasks)).orElse(Map.of()), tasks, unit, hard, singleCost, largest);
  }

  /** @return the advice in one sentence */
  public String sentence() {
    return alone.isEmpty() ? shared() : "take SINGLE-TASK MODELS for " + list(List.copyOf(alone.keySet())) + ": sharing costs "
        + alone.values().stream().map(c -> String.format(Locale.ROOT, "%.1f %%", 100 * c)).collect(Collectors.joining(" and "))
        + (choice.best().filter(best -> best.kind() == Contender.Kind.TREE).isPresent() ? " at any branch point" : "") + rest();
  }

  private String rest() {
    List<String> others = tasks.stream().filter(task -> !alone.containsKey(task)).toList();
    return others.size() < 2 ? "" : "; for " + list(others) + " " + shared();
  }

  private String shared() {
    return choice.taken().map(this::tree).orElseGet(this::hardSharing);
  }

  private String tree(Contender taken) {
    String byTask = taken.byTask().entrySet().stream().map(e -> e.getKey() + " " + String.format(Locale.ROOT, "%+.1f", 100 * e.getValue()))
        .collect(Collectors.joining(", "));
    return "take " + taken.toTake() + ": " + gain(taken) + " over hard sharing on validation" + (byTask.isEmpty() ? "" : " (" + byTask + ")")
        + String.format(Locale.ROOT, " for %.2fx its %s, %.0f %% of %s single-task models", taken.cost() / hard, unit, 100 * taken.cost() / single,
            number(tasks.size()));
  }

  private String hardSharing() {
    String tried = choice.best().map(best -> String.format(Locale.ROOT, "%s up to %.2fx its %s was better by more than its error on validation (best: %s, %s, %.2fx)",
        best.kind() == Contender.Kind.TREE ? "no tree" : "nothing else", largest / hard, unit, best.words(), gain(best), best.cost() / hard)).orElse("there is no other way to share to compare it with");
    return "take HARD SHARING: " + tried;
  }

  private static String gain(Contender contender) {
    return gain(contender.gain(), contender.standardError());
  }

  /**
   * @param gain as a fraction
   * @param standardError of it
   * @return both in percent, such as {@code +1.4 % ± 0.3 %}
   */
  public static String gain(double gain, double standardError) {
    // A digit more where one digit would leave nothing of the error.
    return String.format(Locale.ROOT, 100 * standardError < TENTH ? "%+.2f %% ± %.2f %%" : "%+.1f %% ± %.1f %%", 100 * gain, 100 * standardError);
  }

  private static String list(List<String> names) {
    List<String> all = new ArrayList<>(names);
    String last = all.remove(all.size() - 1);
    return all.isEmpty() ? last : String.join(", ", all) + " and " + last;
  }

  private static String number(int count) {
    return count < NUMBERS.size() ? NUMBERS.get(count) : Integer.toString(count);
  }
}
