package org.automtl4j.train.advice;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How models of their own did beside hard sharing, on the validation split.
 *
 * @param gains by task, relative change over hard sharing, as a fraction
 * @param standardErrors of the gains
 */
public record SingleTasks(Map<String, Double> gains, Map<String, Double> standardErrors) {

  /** Keeps unmodifiable copies in the same order. */
  public SingleTasks {
    gains = Collections.unmodifiableMap(new LinkedHashMap<>(gains));
    standardErrors = Collections.unmodifiableMap(new LinkedHashMap<>(standardErrors));
    if (!gains.keySet().equals(standardErrors.keySet())) {
      throw new IllegalArgumentException("gains of " + gains.keySet() + ", but standard errors of " + standardErrors.keySet());
    }
  }

  /** The tasks for which no way to share comes near, with how much the best of them costs. */
  Map<String, Double> ahead(List<Contender> contenders, List<String> tasks) {
    double errors = ManyLooks.errors(Math.max(1, gains.size()));
    Map<String, Double> ahead = new LinkedHashMap<>();
    for (String task : tasks) {
      double shared = contenders.stream().mapToDouble(c -> c.byTask().getOrDefault(task, 0.0)).reduce(0, Math::max);
      double lead = gains.getOrDefault(task, 0.0) - shared;
      if (lead > 0 && lead >= errors * standardErrors.getOrDefault(task, 0.0)) {
        ahead.put(task, lead);
      }
    }
    return ahead;
  }
}
