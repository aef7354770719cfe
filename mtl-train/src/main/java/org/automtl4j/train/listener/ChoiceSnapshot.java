package org.automtl4j.train.listener;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.choice.ChoiceDistribution;
import org.automtl4j.graph.choice.Site;

/**
 * What the choices of a search said at one moment.
 *
 * @param model what is trained
 * @param stage the stage's name
 * @param iteration iterations that were done before; 0 before the first
 * @param choices all of them, in order
 */
public record ChoiceSnapshot(String model, String stage, int iteration, List<Choice> choices) {
  /** What choices that are no task's are grouped under where others are by task. */
  public static final String ALL = "all";

  /** Keeps an unmodifiable copy. */
  public ChoiceSnapshot {
    choices = List.copyOf(choices);
  }

  /**
   * One choice.
   *
   * @param site the place and what can be chosen there
   * @param probabilities of the options in their order; 0 for one that does not exist
   */
  public record Choice(Site site, List<Double> probabilities) {
    /** Keeps an unmodifiable copy. */
    public Choice {
      probabilities = List.copyOf(probabilities);
    }

    /** @return whose choice it is; {@value ChoiceSnapshot#ALL} if it is no task's */
    public String task() {
      return site.task().orElse(ALL);
    }
  }

  /**
   * @param distribution of a search
   * @return its choices
   */
  public static List<Choice> choices(ChoiceDistribution distribution) {
    List<Choice> choices = new ArrayList<>();
    double[][] probabilities = distribution.probabilities();
    for (int i = 0; i < probabilities.length; i++) {
      List<Double> numbers = new ArrayList<>();
      for (double p : probabilities[i]) {
        numbers.add(p);
      }
      choices.add(new Choice(distribution.space().sites().get(i), numbers));
    }
    return choices;
  }

  /** @return by task, how decided its choices are: the mean over them of the largest probability */
  public Map<String, Double> meanLargest() {
    Map<String, Double> largest = new LinkedHashMap<>();
    probabilities().forEach((task, sites) ->
        largest.put(task, sites.values().stream().mapToDouble(Collections::max).average().orElseThrow()));
    return largest;
  }

  /** @return by task and place, the probabilities */
  public Map<String, Map<String, List<Double>>> probabilities() {
    Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
    choices.forEach(choice -> all.computeIfAbsent(choice.task(), task -> new LinkedHashMap<>()).put(choice.site().key(), choice.probabilities()));
    return all;
  }
}
