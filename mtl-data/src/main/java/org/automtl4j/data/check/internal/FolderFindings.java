package org.automtl4j.data.check.internal;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.image.Orientation;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.reader.ImageFile;

/**
 * What only a user's own folder can get wrong: palettes that show other classes than their numbers mean, and cameras that were held otherwise than the labels
 * know. Files that cannot be read are left to others, who tell.
 */
public final class FolderFindings {
  private static final List<Split> SPLITS = List.of(Split.TRAIN, Split.VAL, Split.TEST);

  private final FolderDataSet data;
  private final Consumer<String> problem;
  private final Consumer<String> remark;

  private FolderFindings(FolderDataSet data, Consumer<String> problem, Consumer<String> remark) {
    this.data = data;
    this.problem = problem;
    this.remark = remark;
  }

  /** A number that a palette shows in another colour than its class has, and the files in which it does. */
  private record Shown(int number, int colour) implements Comparable<Shown> {
    @Override
    public int compareTo(Shown other) {
      return number != other.number ? Integer.compare(number, other.number) : Integer.compare(colour, other.colour);
    }
  }

  /**
   * @param data a user's folder
   * @param problem is told what is wrong
   * @param remark is told what may be
   */
  public static void tell(FolderDataSet data, Consumer<String> problem, Consumer<String> remark) {
    FolderFindings findings = new FolderFindings(data, problem, remark);
    findings.orientations();
    List<String> wanted = data.tasks().stream().map(t -> t.name()).toList();
    for (FolderTask task : data.file().tasks()) {
      if (task.encoding() instanceof LabelEncoding.Classes classes && !classes.colours().isEmpty() && wanted.contains(task.task().name())) {
        findings.palettes(task, classes);
      }
    }
  }

  private Stream<Path> files(BiFunction<Split, Integer, Path> file) {
    return SPLITS.stream().flatMap(split -> Stream.iterate(0, i -> i < data.size(split), i -> i + 1).map(i -> file.apply(split, i)));
  }

  private void orientations() {
    Map<Orientation, Integer> counts = new EnumMap<>(Orientation.class);
    files((split, i) -> data.files(split, i).get(0)).forEach(picture -> {
      try {
        counts.merge(ImageFile.orientation(picture), 1, Integer::sum);
      } catch (InvalidInputException unreadable) {
        counts.merge(Orientation.NORMAL, 1, Integer::sum);
      }
    });
    counts.remove(Orientation.NORMAL);
    if (!counts.isEmpty()) {
      int all = counts.values().stream().mapToInt(Integer::intValue).sum();
      String each = counts.entrySet().stream().map(e -> e.getValue() + " with EXIF orientation " + e.getKey().number()).collect(Collectors.joining(", "));
      remark.accept(all + (all == 1 ? " picture was" : " pictures were") + " taken with the camera turned (" + each + "): they are "
          + (data.file().upright() ? "turned upright, and their labels must be upright, too; 'orientation: stored' in tasks.yaml leaves them as they are stored."
          : "left as they are stored, as 'orientation: stored' in tasks.yaml says, and their labels must lie like that, too."));
    }
  }

  private void palettes(FolderTask task, LabelEncoding.Classes classes) {
    Map<Shown, Set<Path>> found = new TreeMap<>();
    String name = task.task().name();
    files((split, i) -> Path.of(data.describe(split, i, name))).filter(FolderFindings::isPng).forEach(file -> {
      try {
        ImageFile.paletteColours(file).forEach((number, colour) -> {
          Integer meant = classes.values().get(number);
          if (meant != null && classes.colours().containsValue(meant) && !meant.equals(classes.colours().get(colour))) {
            found.computeIfAbsent(new Shown(number, colour), s -> new HashSet<>()).add(file);
          }
        });
      } catch (InvalidInputException unreadable) {
        // Reading the sample has told it.
      }
    });
    found.forEach((shown, files) -> tell(task, classes, shown, files));
  }

  private void tell(FolderTask task, LabelEncoding.Classes classes, Shown shown, Set<Path> files) {
    String meant = className(task, classes.values().get(shown.number()));
    Integer other = classes.colours().get(shown.colour());
    String first = files.stream().sorted().findFirst().orElseThrow() + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more");
    String colour = String.format(Locale.ROOT, "#%06x", shown.colour());
    if (other != null) {
      problem.accept(first + ": the number " + shown.number() + " is class '" + meant + "' in tasks.yaml, but the palette shows it in " + colour
          + ", the color of class '" + className(task, other) + "'. Numbers are what counts: one of value and color in tasks.yaml is wrong");
    } else {
      remark.accept("Task '" + task.task().name() + "': the palette of " + first + " shows the number " + shown.number() + " in " + colour
          + ", which is no color of its class '" + meant + "' in tasks.yaml; numbers are what counts.");
    }
  }

  private static String className(FolderTask task, int index) {
    return task.task().classNames().get(index);
  }

  private static boolean isPng(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".png");
  }
}
