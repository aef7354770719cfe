package org.automtl4j.data.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param data the data set's name
 * @param samples how many samples each split has, by its name
 * @param sizes how many pictures there are of each size, such as {@code 256x512}, the most frequent first
 * @param tasks by name
 * @param problemCount how many problems there are
 * @param problems the first of them, one sentence each that names the file; empty: all is well
 * @param remarks what is no mistake but worth knowing
 */
public record CheckReport(
    String data, Map<String, Integer> samples, Map<String, Long> sizes, Map<String, TaskSummary> tasks, long problemCount, List<String> problems,
    List<String> remarks) {

  /** Keeps unmodifiable copies in the same order. */
  public CheckReport {
    samples = Collections.unmodifiableMap(new LinkedHashMap<>(samples));
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
  }

  /** @return whether nothing is wrong */
  public boolean isSound() {
    return problemCount == 0;
  }
}
