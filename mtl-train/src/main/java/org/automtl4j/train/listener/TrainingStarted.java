package org.automtl4j.train.listener;

import java.nio.file.Path;
import java.util.List;

/**
 * A training begins.
 *
 * @param name what it is called
 * @param folder where its files go
 * @param seed its seed
 * @param tasks the tasks' names, in their order
 */
public record TrainingStarted(String name, Path folder, long seed, List<String> tasks) {
  /** Keeps an unmodifiable copy. */
  public TrainingStarted {
    tasks = List.copyOf(tasks);
  }
}
