package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.image.Orientation;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;

/** Reads the labels of one data set. May be used by several threads at a time. */
public final class LabelFiles {
  /** How much the shapes of a picture and its label may differ, since sizes are whole numbers. */
  private static final double SLACK = 0.02;

  private final FolderIndex index;
  private final boolean upright;
  private final Map<String, LabelDecoder> decoders = new HashMap<>();

  /**
   * @param file what {@code tasks.yaml} says
   * @param index what lies in the folder
   */
  public LabelFiles(TasksFile file, FolderIndex index) {
    this.index = index;
    this.upright = file.upright();
    for (FolderTask task : file.tasks()) {
      if (!(task.encoding() instanceof LabelEncoding.Table)) {
        decoders.put(task.task().name(), LabelDecoder.of(task.encoding(), unknown(task.task())));
      }
    }
  }

  private static float unknown(Task task) {
    return task.kind() == TaskKind.DEPTH ? Unknown.DEPTH : task.kind() == TaskKind.SEGMENTATION ? Unknown.CLASS : Unknown.MAP;
  }

  /**
   * @param task a task
   * @param picture a picture's name
   * @param image the picture as it lies on the disk
   * @return its label in the data set's size; where there is none, one whose mask is 0 everywhere
   */
  public Label label(Task task, String picture, Pixels image) {
    return label(task, picture, image, true);
  }

  /**
   * @param task a task
   * @param picture a picture's name
   * @param image the picture as it lies on the disk
   * @return its label in the size of its file; where there is none, one whose mask is 0 everywhere
   */
  public Label stored(Task task, String picture, Pixels image) {
    return label(task, picture, image, false);
  }

  private Label label(Task task, String picture, Pixels image, boolean resized) {
    if (!task.kind().isDense()) {
      float[] answer = index.answers().get(task.name()).get(picture);
      int numbers = task.kind() == TaskKind.CLASSIFICATION ? 1 : task.outputs();
      return answer == null ? new Label(new float[numbers], numbers, 1, 1, Optional.of(new float[1])) : Label.ofImage(answer.clone());
    }
    int height = index.size().height();
    int width = index.size().width();
    Path file = index.labels().get(task.name()).get(picture);
    if (file == null) {
      int channels = task.kind() == TaskKind.SEGMENTATION ? 1 : task.outputs();
      return new Label(new float[channels * height * width], channels, height, width, Optional.of(new float[height * width]));
    }
    Pixels.Floats stored = decoders.get(task.name()).read(file);
    double stretch = (double) stored.height() * image.width() / ((double) stored.width() * image.height());
    if (Math.abs(stretch - 1) > SLACK) {
      throw new InvalidInputException(file + ": found " + stored.height() + "x" + stored.width() + " pixels beside a picture of " + image.height() + "x"
          + image.width() + "; allowed: the same size, or the same shape at another size" + turned(index.images().get(picture)));
    }
    return label(resized ? (Pixels.Floats) Resizing.nearest(stored, height, width) : stored);
  }

  /** What to do where a camera's note may be the reason. */
  private String turned(Path picture) {
    Orientation orientation = ImageFile.orientation(picture);
    return orientation.swapsSides() ? ". The picture's camera notes that it must be turned (EXIF orientation " + orientation.number() + "), and it was "
        + (upright ? "turned: where labels fit the pictures as they are stored, write 'orientation: stored' into tasks.yaml"
        : "not, as 'orientation: stored' in tasks.yaml says") : "";
  }

  private static Label label(Pixels.Floats pixels) {
    int area = pixels.height() * pixels.width();
    int channels = pixels.channels();
    if (channels == 1) {
      return Label.of(pixels.values(), 1, pixels.height(), pixels.width());
    }
    float[] values = new float[channels * area];
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < channels; c++) {
        values[c * area + i] = pixels.values()[i * channels + c];
      }
    }
    return Label.of(values, channels, pixels.height(), pixels.width());
  }

  /**
   * @param task a task's name
   * @param picture a picture's name
   * @return the label's file, if there is one
   */
  public Optional<String> describe(String task, String picture) {
    return Optional.ofNullable(index.labels().get(task)).map(files -> files.get(picture)).map(Path::toString);
  }
}
