package org.automtl4j.app.picture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.Pixels;

/** Labels of single pictures: a folder data set with its {@code tasks.yaml}, or arrays {@code TASK/NAME.npy} of [H, W], or [H, W, C]. */
public final class LabelFolder {
  private final Path root;
  private final Optional<FolderDataSet> dataSet;
  /** By task, by label file without its ending: split and number. */
  private final Map<String, Map<String, Object[]>> places = new HashMap<>();

  private LabelFolder(Path root, Optional<FolderDataSet> dataSet) {
    this.root = root;
    this.dataSet = dataSet;
  }

  /**
   * @param root a folder
   * @param tasks the tasks whose labels are wanted; those that the folder lacks have none
   * @return its labels
   * @throws InvalidInputException if there is no such folder, or its {@code tasks.yaml} cannot be read
   */
  public static LabelFolder open(Path root, List<Task> tasks) {
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(root + ": found no folder, allowed: a folder data set, or one with arrays TASK/NAME.npy");
    }
    if (!Files.isRegularFile(root.resolve(TasksFile.NAME))) {
      return new LabelFolder(root, Optional.empty());
    }
    List<String> wanted = tasks.stream().map(Task::name).toList();
    List<String> common = TasksFile.read(root).tasks().stream().map(t -> t.task().name()).filter(wanted::contains).toList();
    if (common.isEmpty()) {
      throw new InvalidInputException(root.resolve(TasksFile.NAME) + ": has none of the model's tasks " + wanted);
    }
    LabelFolder folder = new LabelFolder(root, Optional.of(FolderDataSet.open(root, ImageEncoding.SYMMETRIC_BGR, common)));
    folder.index(common);
    return folder;
  }

  private void index(List<String> tasks) {
    for (String task : tasks) {
      Map<String, Object[]> byFile = places.computeIfAbsent(task, name -> new HashMap<>());
      for (Split split : Split.values()) {
        for (int i = 0; i < dataSet.orElseThrow().size(split); i++) {
          byFile.putIfAbsent(stem(Path.of(dataSet.get().describe(split, i, task))), new Object[] {split, i});
        }
      }
    }
  }

  /**
   * @param picture a picture's file
   * @param task a dense task
   * @param height rows of the wanted map
   * @param width columns of it
   * @return what is known, at that size, if there is a label of the picture's name
   * @throws InvalidInputException if the label's file cannot be read or does not fit the task
   */
  public Optional<TaskMap> find(Path picture, Task task, int height, int width) {
    if (dataSet.isPresent()) {
      Object[] place = places.getOrDefault(task.name(), Map.of()).get(labelStem(stem(picture), task));
      return Optional.ofNullable(place).map(p -> map(dataSet.get().sample((Split) p[0], (int) p[1], 0).label(task.name()), task, height, width));
    }
    Path file = root.resolve(task.name()).resolve(stem(picture) + ".npy");
    return Files.isRegularFile(file) ? Optional.of(map(label(file, task), task, height, width)) : Optional.empty();
  }

  private String labelStem(String picture, Task task) {
    TasksFile file = dataSet.orElseThrow().file();
    String name = picture.endsWith(file.imageSuffix()) ? picture.substring(0, picture.length() - file.imageSuffix().length()) : picture;
    return name + file.tasks().stream().filter(t -> t.task().name().equals(task.name())).map(FolderTask::suffix).findFirst().orElse("");
  }

  private static Label label(Path file, Task task) {
    Pixels.Floats array = ArrayFile.read(file);
    int channels = task.kind() == TaskKind.SEGMENTATION ? 1 : task.outputs();
    if (array.channels() != channels) {
      throw new InvalidInputException(file + ": found " + array.channels() + " channels, task '" + task.name() + "' has " + channels);
    }
    int area = array.height() * array.width();
    float[] planes = new float[channels * area];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = array.at(i % area * channels + i / area);
    }
    return Label.of(planes, channels, array.height(), array.width());
  }

  /** The nearest value for each pixel; NaN where the label's mask or the task's rule says "unknown". */
  private static TaskMap map(Label label, Task task, int height, int width) {
    float[][][] values = new float[label.channels()][height][width];
    int area = label.height() * label.width();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (int) ((long) y * label.height() / height) * label.width() + (int) ((long) x * label.width() / width);
        float sum = 0;
        for (int c = 0; c < label.channels(); c++) {
          sum += label.values()[c * area + at];
        }
        boolean unknown = label.mask().isPresent() && (int) label.mask().get()[at] != 1 || ignored(task.ignore(), label.values()[at], sum);
        for (int c = 0; c < label.channels(); c++) {
          values[c][y][x] = unknown ? Float.NaN : label.values()[c * area + at];
        }
      }
    }
    return new TaskMap(task, values);
  }

  private static boolean ignored(IgnoreRule rule, float first, float sum) {
    return rule instanceof IgnoreRule.Values values ? values.values().contains((double) first) : rule instanceof IgnoreRule.AtMost most
        && sum <= most.threshold();
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
  }

  @Override
  public String toString() {
    return "labels in " + root + " for " + Arrays.toString(places.keySet().toArray());
  }
}
