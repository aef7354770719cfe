package org.automtl4j.data.dataset.cityscapes;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.layout.LabelPlanes;
import org.automtl4j.data.dataset.layout.LayoutBuilder;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.LayoutReader;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.Pixels;

/**
 * CityScapes: {@code cityscape.json} names per sample the picture (.npy, [H, W, 3], red first, in [0, 1]), the depth (.npy, [H, W, 1], inverse, 0 where it is
 * unknown) and segmentations in 2, 7 and 19 classes (.npy, [H, W], -1 where it is unknown).
 *
 * <table>
 * <caption>Tasks</caption>
 * <tr><th>name</th><th>label</th></tr>
 * <tr><td>{@code segment_semantic}</td><td>[1, H, W]: class, -1 for unknown and padding</td></tr>
 * <tr><td>{@code depth_zbuffer}</td><td>[1, H, W]: inverse depth as in the file, at most 3e-5 for unknown and padding</td></tr>
 * </table>
 *
 * @param classes 2, 7 or 19
 */
public record Cityscapes(int classes) implements LayoutReader {
  /** The 19 classes that the benchmark counts, in the order of their training numbers. */
  private static final List<String> NAMES = List.of("road", "sidewalk", "building", "wall", "fence", "pole", "traffic light", "traffic sign", "vegetation",
      "terrain", "sky", "person", "rider", "car", "truck", "bus", "train", "motorcycle", "bicycle");
  private static final String DEPTH = "depth_zbuffer";

  /** Checks the number of classes. */
  public Cityscapes {
    if (classes != 2 && classes != 7 && classes != 19) {
      throw new InvalidInputException("cityscapes: " + classes + " classes, allowed: 2, 7 or 19");
    }
  }

  /**
   * @param root the data set's folder
   * @return a builder: 19 classes, crops of 224x224, validation and test pictures of 256x512
   */
  public static LayoutBuilder builder(Path root) {
    return LayoutDataSet.builder(new Cityscapes(19), root);
  }

  @Override
  public String layout() {
    return "cityscapes";
  }

  @Override
  public String indexFile() {
    return "cityscape.json";
  }

  @Override
  public List<String> columns() {
    return List.of("image", "depth", "label_2", "label_7", "label_19");
  }

  @Override
  public List<Task> tasks() {
    List<String> names = classes == 19 ? NAMES : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return List.of(Task.segmentation("segment_semantic", classes).withClassNames(names).withIgnore(IgnoreRule.values(-1.0)),
        new Task(DEPTH, TaskKind.DEPTH, 1, List.of(), "", IgnoreRule.atMost(3e-5)));
  }

  @Override
  public List<Integer> crop() {
    return List.of(224, 224);
  }

  @Override
  public List<Integer> size() {
    return List.of(256, 512);
  }

  @Override
  public boolean resizes() {
    return false;
  }

  @Override
  public Pixels picture(Path file) {
    Pixels.Floats stored = ArrayFile.read(file);
    if (stored.channels() != 3) {
      throw new InvalidInputException(file + ": " + stored.shape() + ", expected a picture with 3 channels");
    }
    float[] values = stored.values();
    int one = Float.floatToRawIntBits(1);
    int signs = 0;
    for (float value : values) {   // the bits of floats from 0 to 1 are integers from 0 to one
      int bits = Float.floatToRawIntBits(value);
      signs |= bits | one - bits;
    }
    if (signs < 0) {
      requireInside(file, stored);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] *= 255;
    }
    return stored;
  }

  private static void requireInside(Path file, Pixels.Floats stored) {
    float[] values = stored.values();
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new InvalidInputException(file + ": row " + i / 3 / stored.width() + ", column " + i / 3 % stored.width() + ", channel " + i % 3 + ": found "
            + values[i] + ", allowed: 0 to 1");
      }
    }
  }

  @Override
  public int column(Task task) {
    return task.name().equals(DEPTH) ? 1 : classes == 2 ? 2 : classes == 7 ? 3 : 4;
  }

  /** Those of the segmentations in other numbers of classes. */
  @Override
  public List<LayoutReader> others() {
    return IntStream.of(2, 7, 19).filter(n -> n != classes).<LayoutReader>mapToObj(Cityscapes::new).toList();
  }

  @Override
  public LabelPlanes label(Task task, List<Path> files) {
    Path file = files.get(column(task));
    Pixels.Floats stored = ArrayFile.read(file);
    if (stored.channels() != 1) {
      throw new InvalidInputException(file + ": " + stored.shape() + ", expected a label with 1 channel");
    }
    return LabelPlanes.of(Plane.label(stored, task.name().equals(DEPTH) ? 0 : -1));
  }

  /** Inverse depth grows with the size. */
  @Override
  public float rescaled(Task task, float value, double scale) {
    return task.name().equals(DEPTH) ? (float) (value * scale) : value;
  }

  @Override
  public String settings() {
    return "classes=" + classes;
  }
}
