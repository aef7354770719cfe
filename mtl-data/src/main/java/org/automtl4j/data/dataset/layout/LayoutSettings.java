package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.dataset.ImageEncoding;

/** What a {@link LayoutBuilder} was told. */
record LayoutSettings(Path root, Optional<List<String>> tasks, List<Integer> crop, List<Integer> size, ImageEncoding encoding, Augmentation augmentation,
    long seed, double valShare, long valSeed) {

  List<Task> tasksOf(LayoutReader reader) {
    if (tasks.isEmpty()) {
      return reader.tasks();
    }
    return tasks.get().stream().map(name -> reader.tasks().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow(() ->
        new InvalidInputException(reader.layout() + " has no task '" + name + "'; there are " + reader.tasks().stream().map(Task::name).toList()))).toList();
  }
}
