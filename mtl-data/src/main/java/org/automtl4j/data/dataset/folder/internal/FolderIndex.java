package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderSplit;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.dataset.folder.TasksFile.Size;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.ImageHeader;

/**
 * What lies in a data set's folder.
 *
 * @param images pictures by name
 * @param labels label files by task and picture
 * @param answers of tasks with one answer per image: numbers by task and picture
 * @param splits the pictures' names by split
 * @param size rows and columns that everything is brought to
 * @param remarks what a reader of results should know, one sentence each: what was left aside
 */
public record FolderIndex(Map<String, Path> images, Map<String, Map<String, Path>> labels, Map<String, Map<String, float[]>> answers,
    Map<Split, List<String>> splits, Size size, List<String> remarks) {

  /**
   * @param root the data set's folder
   * @param tasks what its {@code tasks.yaml} says
   * @param faults is told of pictures, lines and lists that cannot be read; they are left to whoever reads them, or left aside
   * @return what lies there
   */
  public static FolderIndex of(Path root, TasksFile tasks, Faults faults) {
    try {
      return listed(root, tasks, faults);
    } catch (InvalidInputException e) {
      // What was wrong before is the likelier reason.
      faults.end();
      throw e;
    }
  }

  private static FolderIndex listed(Path root, TasksFile tasks, Faults faults) {
    FolderPlaces places = FolderPlaces.of(root, tasks);
    List<String> remarks = new ArrayList<>();
    Pictures.Listing listing = places.list(tasks.images(), tasks.imageSuffix(), Pictures.IMAGES);
    SortedMap<String, Path> images = new TreeMap<>(listing.files());
    if (images.isEmpty()) {
      throw new InvalidInputException(places.shown(tasks.images()) + ": found no picture" + (tasks.imageSuffix().isEmpty() ? ""
          : " whose name ends with '" + tasks.imageSuffix() + "'") + ", allowed: png and jpeg files, tif, bmp and webp; unread: "
          + (listing.unread().isEmpty() ? "none" : LeftAside.text(listing.unread())));
    }
    remarks.addAll(LeftAside.pictures(places.shown(tasks.images()), listing.unread()));
    Map<String, Map<String, Path>> labels = new LinkedHashMap<>();
    Map<String, Map<String, float[]>> answers = new LinkedHashMap<>();
    for (FolderTask task : tasks.tasks()) {
      if (task.encoding() instanceof LabelEncoding.Table table) {
        Path file = root.resolve(table.file());
        answers.put(task.task().name(), matched(AnswerTable.read(file, task.task(), images.keySet(), faults), images, file.toString(), task, remarks));
      } else {
        Pictures.Listing found = places.list(task.folder(), task.suffix(), Pictures.LABELS);
        Map<String, Path> matched = matched(found.files(), images, places.shown(task.folder()), task, remarks);
        labels.put(task.task().name(), matched);
        if (!task.folder().equals(tasks.images())) {
          remarks.addAll(LeftAside.labels(places.shown(task.folder()), found.unread()));
        }
      }
    }
    List<String> labelled = new ArrayList<>();
    for (String name : images.keySet()) {
      if (labels.values().stream().anyMatch(l -> l.containsKey(name)) || answers.values().stream().anyMatch(a -> a.containsKey(name))) {
        labelled.add(name);
      }
    }
    if (labelled.size() < images.size()) {
      int others = images.size() - labelled.size();
      remarks.add(root + ": " + others + " of " + images.size() + " pictures " + (others == 1 ? "has" : "have") + " no label of any task and "
          + (others == 1 ? "is" : "are") + " left aside.");
    }
    images.keySet().retainAll(labelled);
    FolderSplit split = split(root, tasks, places, labelled, remarks);
    Size size = tasks.size().orElseGet(() -> usualSize(images, tasks.upright(), faults));
    return new FolderIndex(images, labels, answers, SplitTable.of(root, labelled, split, faults), size, List.copyOf(remarks));
  }

  /** How pictures are parted: by their folders, where nothing else is said. */
  private static FolderSplit split(Path root, TasksFile tasks, FolderPlaces places, List<String> names, List<String> remarks) {
    Optional<Map<Split, String>> folders = SplitFolders.within(root, names);
    if (tasks.split() instanceof FolderSplit.Usual usual && folders.isPresent()) {
      remarks.add(places.shown(tasks.images()) + ": the folders are the split: "
          + (folders.get().containsKey(Split.TEST) ? String.join(", ", folders.get().values()) + (folders.get().containsKey(Split.VAL) ? "."
          : "; a tenth of training is set aside for validation.")
          : folders.get().get(Split.VAL) + " is for test, since there is no folder of that name, and a tenth of training is set aside for validation."));
      return new FolderSplit.Folders(folders.get(), usual.group(), usual.seed());
    }
    if (tasks.split() instanceof FolderSplit.Fractions && folders.isPresent()) {
      remarks.add(places.shown(tasks.images()) + ": pictures lie in the folders " + String.join(", ", folders.get().values())
          + ", but split.fractions in tasks.yaml mixes them; without 'fractions' the folders are the split.");
    }
    return tasks.split();
  }

  /** Labels of pictures that are there; none at all is a mistake in names. */
  private static <T> Map<String, T> matched(Map<String, T> found, Map<String, Path> images, String place, FolderTask task, List<String> remarks) {
    Map<String, T> matched = new HashMap<>(found);
    matched.keySet().retainAll(images.keySet());
    if (matched.isEmpty()) {
      String wanted = images.keySet().iterator().next() + task.suffix();
      String example = found.isEmpty() ? "nothing of the kind" : "'" + Section.shortened(found.keySet().iterator().next() + task.suffix()) + "' and the like";
      throw new InvalidInputException(place + ": found " + example + ", allowed: labels named after the pictures, such as '" + wanted
          + (task.encoding() instanceof LabelEncoding.Table ? "'"
          : "' with the ending .png or .npy; a common ending of the names is told by 'suffix' and 'imageSuffix'"));
    }
    int others = found.size() - matched.size();
    if (others > 0) {
      String example = found.keySet().stream().filter(name -> !images.containsKey(name)).findFirst().orElseThrow();
      remarks.add(place + ": " + others + (others == 1 ? " label belongs" : " labels belong") + " to no picture, such as '"
          + Section.shortened(example + task.suffix()) + "'.");
    }
    return matched;
  }

  /** The size that most pictures have; of two equally frequent ones the smaller. */
  private static Size usualSize(Map<String, Path> images, boolean upright, Faults faults) {
    Map<Size, Long> counts = new HashMap<>();
    images.values().parallelStream().map(file -> size(file, upright)).toList().forEach(found -> {
      found.size().ifPresent(size -> counts.merge(size, 1L, Long::sum));
      found.fault().ifPresent(faults::unreadable);
    });
    if (counts.isEmpty()) {
      faults.end();
    }
    return counts.keySet().stream().max(Comparator.<Size>comparingLong(counts::get)
        .thenComparing(size -> -(long) size.height() * size.width()).thenComparing(size -> -size.width())).orElseThrow();
  }

  /** A picture's size, or why it has none. */
  private record Found(Optional<Size> size, Optional<String> fault) {}

  private static Found size(Path file, boolean upright) {
    try {
      ImageHeader header = ImageFile.header(file);
      boolean swapped = upright && ImageFile.orientation(file).swapsSides();
      return new Found(Optional.of(swapped ? new Size(header.width(), header.height()) : new Size(header.height(), header.width())), Optional.empty());
    } catch (InvalidInputException e) {
      return new Found(Optional.empty(), Optional.of(e.getMessage()));
    }
  }
}
