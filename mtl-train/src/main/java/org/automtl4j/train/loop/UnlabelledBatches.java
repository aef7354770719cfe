package org.automtl4j.train.loop;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts by task the batches of a stage in which not one label is known: from them nothing can be learnt, and their losses are missing. */
final class UnlabelledBatches {
  private static final Logger LOG = LoggerFactory.getLogger(UnlabelledBatches.class);

  private final String stage;
  private final Map<String, Integer> counts = new TreeMap<>();

  /** @param stage its name, for messages */
  UnlabelledBatches(String stage) {
    this.stage = stage;
  }

  /** Goes to where another count was. */
  void restore(Map<String, Integer> before) {
    counts.putAll(before);
  }

  /**
   * Takes a step into account, and tells of the first batch of a task.
   *
   * @param iteration which
   * @param unit the step's tasks
   * @param known names of those that had a known label in the batch
   */
  void add(int iteration, List<Task> unit, Collection<String> known) {
    for (Task task : unit) {
      if (!known.contains(task.name()) && counts.merge(task.name(), 1, Integer::sum) == 1) {
        LOG.warn("{}: the batch of task '{}' in iteration {} has no known label, nothing can be learnt from it; such batches are counted", stage, task.name(),
            iteration);
      }
    }
  }

  /** How many there were, by task; tasks without any are missing. */
  Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }
}
