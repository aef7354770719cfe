package org.automtl4j.data.check.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.LayoutReader;
import org.automtl4j.data.reader.Pixels;

/**
 * What one sample shows.
 *
 * @param index its number
 * @param size the picture's size; empty where it cannot be read
 * @param content a digest of the picture's numbers; empty where it cannot be read
 * @param labels by task, as far as they are possible
 * @param problems what is wrong
 */
public record SampleFindings(int index, String size, String content, Map<String, LabelStatistics> labels, List<String> problems) {

  /**
   * Reads a sample.
   *
   * @param data a data set
   * @param split a part of it
   * @param index a sample
   * @return what it shows
   */
  public static SampleFindings of(MultiTaskDataSet data, Split split, int index) {
    List<String> names = data.tasks().stream().map(Task::name).toList();
    Set<String> problems = new LinkedHashSet<>();
    Map<String, LabelStatistics> labels = new LinkedHashMap<>();
    List<Sample> parts = new ArrayList<>();
    try {
      Sample whole = data.stored(split, index, names);
      parts.add(whole);
      data.tasks().forEach(t -> add(data, split, index, t, whole, labels, problems));
    } catch (InvalidInputException all) {
      // One part cannot be read: the others are read one by one, so that one fault does not hide the next.
      read(data, split, index, List.of(), problems).ifPresent(parts::add);
      for (Task task : data.tasks()) {
        read(data, split, index, List.of(task.name()), problems).ifPresent(s -> add(data, split, index, task, s, labels, problems));
      }
    }
    unread(data, split, index, parts, problems);
    if (parts.isEmpty()) {
      return new SampleFindings(index, "", "", labels, List.copyOf(problems));
    }
    Sample picture = parts.get(0);
    return new SampleFindings(index, picture.height() + "x" + picture.width(), digest(picture.image()), labels, List.copyOf(problems));
  }

  /** Files of the sample that none of the tasks reads, but that a run with other settings may. */
  private static void unread(MultiTaskDataSet data, Split split, int index, List<Sample> parts, Set<String> problems) {
    if (!(data instanceof LayoutDataSet layout)) {
      return;
    }
    List<Path> files = layout.files(split, index);
    List<Integer> known = layout.reader().tasks().stream().map(layout.reader()::column).toList();
    for (LayoutReader other : layout.reader().others()) {
      for (Task task : other.tasks().stream().filter(t -> !known.contains(other.column(t))).toList()) {
        Path file = files.get(other.column(task));
        try {
          Pixels label = other.label(task, files).values().pixels();
          LabelChecker.check(task, Label.of(label.toFloats(), label.channels(), label.height(), label.width()), file.toString());
          if (!parts.isEmpty() && (label.height() != parts.get(0).height() || label.width() != parts.get(0).width())) {
            problems.add(file + ": the label has " + label.height() + "x" + label.width() + " pixels, but the picture " + files.get(0) + " has "
                + parts.get(0).height() + "x" + parts.get(0).width());
          }
        } catch (InvalidInputException e) {
          problems.add(e.getMessage());
        }
      }
    }
  }

  private static Optional<Sample> read(MultiTaskDataSet data, Split split, int index, List<String> tasks, Set<String> problems) {
    try {
      return Optional.of(data.stored(split, index, tasks));
    } catch (InvalidInputException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private static void add(MultiTaskDataSet data, Split split, int index, Task task, Sample sample, Map<String, LabelStatistics> labels, Set<String> problems) {
    Label label = sample.label(task.name());
    try {
      LabelChecker.check(task, label, data.describe(split, index, task.name()));
      LabelStatistics statistics = new LabelStatistics(task);
      statistics.add(label);
      labels.put(task.name(), statistics);
    } catch (InvalidInputException e) {
      problems.add(e.getMessage());
    }
  }

  private static String digest(float[] image) {
    ByteBuffer bytes = ByteBuffer.allocate(image.length * Float.BYTES);
    bytes.asFloatBuffer().put(image);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
