package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.dataset.folder.TasksFile.Size;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.graph.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in a data set's folder.
 *
 * @param images pictures by name
 * @param labels label files by task and picture
 * @param answers of tasks with one answer per image: numbers by task and picture
 * @param splits the pictures' names by split
 * @param size rows and columns that everything is brought to
 */
public record FolderIndex(
    Map<String, Path> images, Map<String, Map<String, Path>> labels, Map<String, Map<String, float[]>> answers, Map<Split, List<String>> splits, Size size) {
  private static final Logger LOG = LoggerFactory.getLogger(FolderIndex.class);

  /**
   * @param root the data set's folder
   * @param tasks what its {@code tasks.yaml} says
   * @return what lies there
   */
  public static FolderIndex of(Path root, TasksFile tasks) {
    Path folder = root.resolve(tasks.images());
    Map<String, Path> images = Pictures.below(folder, tasks.imageSuffix(), Pictures.IMAGES);
    if (images.isEmpty()) {
      throw new InvalidInputException(folder + ": found no picture" + (tasks.imageSuffix().isEmpty() ? "" : " whose name ends with '" + tasks.imageSuffix()
          + "'")
          + ", allowed: png and jpeg files");
    }
    Map<String, Map<String, Path>> labels = new LinkedHashMap<>();
    Map<String, Map<String, float[]>> answers = new LinkedHashMap<>();
    for (FolderTask task : tasks.tasks()) {
      if (task.encoding() instanceof LabelEncoding.Table table) {
        Path file = root.resolve(table.file());
        answers.put(task.task().name(), matched(AnswerTable.read(file, task.task()), images, file, task));
      } else {
        Path place = root.resolve(task.folder());
        labels.put(task.task().name(), matched(Pictures.below(place, task.suffix(), Pictures.LABELS), images, place, task));
      }
    }
    List<String> labelled = new ArrayList<>();
    for (String name : images.keySet()) {
      if (labels.values().stream().anyMatch(l -> l.containsKey(name)) || answers.values().stream().anyMatch(a -> a.containsKey(name))) {
        labelled.add(name);
      }
    }
    if (labelled.size() < images.size()) {
      LOG.warn("{}: {} of {} pictures have no label of any task and are left aside", root, images.size() - labelled.size(), images.size());
    }
    images.keySet().retainAll(labelled);
    return new FolderIndex(images, labels, answers, SplitTable.of(root, labelled, tasks.split()), tasks.size().orElseGet(() -> usualSize(images, tasks.upright())));
  }

  /** Labels of pictures that are there; none at all is a mistake in names. */
  private static <T> Map<String, T> matched(Map<String, T> found, Map<String, Path> images, Path place, FolderTask task) {
    Map<String, T> matched = new HashMap<>(found);
    matched.keySet().retainAll(images.keySet());
    if (matched.isEmpty()) {
      String wanted = images.keySet().iterator().next() + task.suffix();
      String example = found.isEmpty() ? "nothing of the kind" : "'" + found.keySet().iterator().next() + task.suffix() + "' and the like";
      throw new InvalidInputException(place + ": found " + example + ", allowed: labels named after the pictures, such as '" + wanted
          + (task.encoding() instanceof LabelEncoding.Table ? "'"
          : "' with the ending .png or .npy; a common ending of the names is told by 'suffix' and 'imageSuffix'"));
    }
    if (matched.size() < found.size()) {
      LOG.warn("{}: {} labels belong to no picture", place, found.size() - matched.size());
    }
    return matched;
  }

  /** The size that most pictures have; of two equally frequent ones the smaller. */
  private static Size usualSize(Map<String, Path> images, boolean upright) {
    Map<Size, Long> counts = images.values().parallelStream().map(file -> size(file, upright))
        .collect(Collectors.groupingBy(size -> size, Collectors.counting()));
    Optional<Size> usual = counts.keySet().stream().max(Comparator.<Size>comparingLong(counts::get)
        .thenComparing(size -> -(long) size.height() * size.width()).thenComparing(size -> -size.width()));
    if (counts.size() > 1) {
      LOG.info("pictures have {} sizes; all are brought to the usual one, {} ('size' in tasks.yaml sets another)", counts.size(), usual.orElseThrow());
    }
    return usual.orElseThrow();
  }

  private static Size size(Path file, boolean upright) {
    ImageHeader header = ImageFile.header(file);
    boolean swapped = upright && ImageFile.orientation(file).swapsSides();
    return swapped ? new Size(header.width(), header.height()) : new Size(header.height(), header.width());
  }
}
