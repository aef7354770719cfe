package org.automtl4j.data.dataset.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.internal.Faults;
import org.automtl4j.data.dataset.folder.internal.Fingerprint;
import org.automtl4j.data.dataset.folder.internal.FolderIndex;
import org.automtl4j.data.dataset.folder.internal.LabelFiles;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;

/**
 * A user's own pictures: a folder with {@code images/}, one folder of labels per task, and {@code tasks.yaml}.
 *
 * <p>Samples are whole pictures with whole labels, all of one size: that of {@code tasks.yaml}, or the one that most pictures have. Pictures of another size
 * are resized bilinearly, their labels to the nearest. Pictures are turned as their camera notes it, unless {@code tasks.yaml} says otherwise. Where a picture
 * has no label of a task, the label's mask is 0 everywhere, so that it counts neither in a loss nor in a metric. Classes are counted from 0 in the order of {@code tasks.yaml}; depth and other quantities are what {@code number * scale + offset}
 * gives; normals are unit vectors with x right, y down, z forward. Unknown is -1 in classes, 0 in depth, 255 in normals, key points and edges.
 */
public final class FolderDataSet implements MultiTaskDataSet {
  private final Path root;
  private final TasksFile file;
  private final FolderIndex index;
  private final LabelFiles labels;
  private final ImageEncoding encoding;
  private final List<Task> tasks;
  private final Faults faults;

  private FolderDataSet(Path root, ImageEncoding encoding, Optional<List<String>> wanted, Faults faults) {
    this.root = root;
    this.encoding = encoding;
    this.file = TasksFile.read(root);
    this.index = FolderIndex.of(root, file, faults);
    this.faults = faults;
    this.labels = new LabelFiles(file, index);
    this.tasks = wanted.map(this::chosen).orElseGet(() -> file.tasks().stream().map(FolderTask::task).toList());
  }

  /**
   * @param root the data set's folder
   * @return the data set, with images in [-1, 1], blue first
   * @throws org.automtl4j.core.InvalidInputException if there is none, or {@code tasks.yaml} does not fit what lies there
   */
  public static FolderDataSet open(Path root) {
    return open(root, ImageEncoding.SYMMETRIC_BGR);
  }

  /**
   * @param root the data set's folder
   * @param encoding how image numbers follow from a picture's bytes
   * @return the data set
   * @throws org.automtl4j.core.InvalidInputException if there is none, or {@code tasks.yaml} does not fit what lies there
   */
  public static FolderDataSet open(Path root, ImageEncoding encoding) {
    return sound(new FolderDataSet(root, encoding, Optional.empty(), new Faults()));
  }

  /**
   * @param root the data set's folder
   * @param encoding how image numbers follow from a picture's bytes
   * @param tasks names of the tasks whose labels are read, in that order
   * @return the data set
   * @throws org.automtl4j.core.InvalidInputException if there is none, or {@code tasks.yaml} does not fit what lies there
   */
  public static FolderDataSet open(Path root, ImageEncoding encoding, List<String> tasks) {
    return sound(new FolderDataSet(root, encoding, Optional.of(tasks), new Faults()));
  }

  /**
   * As {@link #open(Path)}, but files that cannot be read, and lines of lists and tables that say nothing, do not end it: {@link #faults} has them. For checking
   * a data set, not for training on it.
   *
   * @param root the data set's folder
   * @return the data set
   * @throws org.automtl4j.core.InvalidInputException if there is none, or {@code tasks.yaml} does not fit what lies there
   */
  public static FolderDataSet openForCheck(Path root) {
    return new FolderDataSet(root, ImageEncoding.SYMMETRIC_BGR, Optional.empty(), new Faults());
  }

  private static FolderDataSet sound(FolderDataSet data) {
    data.faults.end();
    return data;
  }

  /** @return what was wrong when this was opened, the first 200 of {@link #faultCount} */
  public List<String> faults() {
    return faults.messages();
  }

  /** @return how many things were wrong when this was opened */
  public int faultCount() {
    return faults.count();
  }

  @Override
  public List<String> remarks() {
    return index.remarks();
  }

  private List<Task> chosen(List<String> names) {
    List<Task> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(file.tasks().stream().map(FolderTask::task).filter(t -> t.name().equals(name)).findFirst()
          .orElseThrow(() -> new InvalidInputException(root.resolve(TasksFile.NAME) + ": found no task '" + name + "'; there are "
              + file.tasks().stream().map(t -> t.task().name()).toList())));
    }
    return List.copyOf(chosen);
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public List<Task> tasks() {
    return tasks;
  }

  /** @return what {@code tasks.yaml} says */
  public TasksFile file() {
    return file;
  }

  @Override
  public int size(Split split) {
    return index.splits().get(split).size();
  }

  @Override
  public int height() {
    return index.size().height();
  }

  @Override
  public int width() {
    return index.size().width();
  }

  @Override
  public ImageEncoding imageEncoding() {
    return encoding;
  }

  @Override
  public Sample sample(Split split, int number, long epoch) {
    return sample(split, number, epoch, tasks.stream().map(Task::name).toList());
  }

  @Override
  public Sample sample(Split split, int number, long epoch, List<String> wanted) {
    String name = picture(split, number);
    Pixels.Bytes stored = read(name);
    float[] image = encoded(Resizing.bilinear(stored, height(), width()));
    Map<String, Label> all = new HashMap<>();
    wanted.forEach(task -> all.put(task, labels.label(task(task), name, stored)));
    return new Sample(image, 3, height(), width(), all);
  }

  @Override
  public Sample stored(Split split, int number, List<String> wanted) {
    String name = picture(split, number);
    Pixels.Bytes stored = read(name);
    Map<String, Label> all = new HashMap<>();
    wanted.forEach(task -> all.put(task, labels.stored(task(task), name, stored)));
    return new Sample(encoded(stored), 3, stored.height(), stored.width(), all);
  }

  private Pixels.Bytes read(String name) {
    Path picture = index.images().get(name);
    return file.upright() ? ImageFile.readUpright(picture) : ImageFile.readColour(picture);
  }

  private String picture(Split split, int number) {
    List<String> names = index.splits().get(split);
    if (number < 0 || number >= names.size()) {
      throw new IndexOutOfBoundsException(name() + ": the split '" + split.id() + "' has " + names.size() + " samples, no number " + number);
    }
    return names.get(number);
  }

  private float[] encoded(Pixels rgb) {
    int area = rgb.height() * rgb.width();
    float[] image = new float[3 * area];
    for (int c = 0; c < 3; c++) {
      int from = encoding.order() == ImageEncoding.Order.BGR ? 2 - c : c;
      float[] codes = new float[256];
      for (int value = 0; value < codes.length; value++) {
        codes[value] = encoding.encode(c, value);
      }
      for (int i = 0; i < area; i++) {
        image[c * area + i] = codes[(int) rgb.at(3 * i + from)];
      }
    }
    return image;
  }

  @Override
  public List<Path> files(Split split, int number) {
    String name = picture(split, number);
    List<Path> files = new ArrayList<>(List.of(index.images().get(name)));
    index.labels().values().stream().filter(l -> l.containsKey(name)).forEach(l -> files.add(l.get(name)));
    return List.copyOf(files);
  }

  /** The label's file, or the picture's where there is none. */
  @Override
  public String describe(Split split, int number, String task) {
    String name = picture(split, number);
    return labels.describe(task, name).orElseGet(() -> index.images().get(name).toString());
  }

  @Override
  public String fingerprint() {
    return "folder tasks=" + tasks.stream().map(Task::name).toList() + " encoding=" + encoding + " size=" + index.size() + " content="
        + Fingerprint.of(root.resolve(TasksFile.NAME), index);
  }
}
