package org.automtl4j.data.dataset.nyuv2;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.layout.LabelPlanes;
import org.automtl4j.data.dataset.layout.LayoutBuilder;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.LayoutReader;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;

/**
 * NYUv2: {@code nyu_v2_3task.json} names per sample the picture (png), the segmentation in 40 classes (grey png, 255 where it is unknown), the normals (png)
 * and the depth (.npy, [H, W], metres, 0 where it is unknown).
 *
 * <table>
 * <caption>Tasks</caption>
 * <tr><th>name</th><th>label</th></tr>
 * <tr><td>{@code segment_semantic}</td><td>[1, H, W]: class, 255 for unknown and padding</td></tr>
 * <tr><td>{@code normal}</td><td>[3, H, W]: see {@link NormalEncoding}; 255 for unknown and padding</td></tr>
 * <tr><td>{@code depth_zbuffer}</td><td>[1, H, W]: metres, at most 3e-5 for unknown and padding</td></tr>
 * </table>
 *
 * @param normals what the bytes of normals become
 */
public record Nyuv2(NormalEncoding normals) implements LayoutReader {
  private static final List<String> NAMES = List.of("wall", "floor", "cabinet", "bed", "chair", "sofa", "table", "door", "window", "bookshelf", "picture",
      "counter", "blinds", "desk", "shelves", "curtain", "dresser", "pillow", "mirror", "floor mat", "clothes", "ceiling", "books", "refrigerator",
      "television", "paper", "towel", "shower curtain", "box", "whiteboard", "person", "night stand", "toilet", "sink", "lamp", "bathtub", "bag",
      "other structure", "other furniture", "other prop");
  private static final float UNKNOWN = 255;
  /** Bytes are coarse: what is shorter or longer by half is no unit vector, but a border or a hole, all black or all grey. */
  private static final double SHORTEST = 0.5;
  private static final double LONGEST = 1.5;

  /** Checks that there is an encoding. */
  public Nyuv2 {
    Objects.requireNonNull(normals, "normals");
  }

  /** @return the names of the 40 classes, in their order */
  public static List<String> classNames() {
    return NAMES;
  }

  /**
   * @param root the data set's folder
   * @return a builder: unit normals, crops of 321x321, validation and test pictures resized to 480x640
   */
  public static LayoutBuilder builder(Path root) {
    return LayoutDataSet.builder(new Nyuv2(NormalEncoding.UNIT), root);
  }

  @Override
  public String layout() {
    return "nyuv2";
  }

  @Override
  public String indexFile() {
    return "nyu_v2_3task.json";
  }

  @Override
  public List<String> columns() {
    return List.of("image", "segmentation", "normal", "depth");
  }

  @Override
  public List<Task> tasks() {
    return List.of(Task.segmentation("segment_semantic", 40).withClassNames(NAMES).withIgnore(IgnoreRule.values(255.0)), Task.normals("normal"),
        Task.depth("depth_zbuffer"));
  }

  @Override
  public List<Integer> crop() {
    return List.of(321, 321);
  }

  @Override
  public List<Integer> size() {
    return List.of(480, 640);
  }

  @Override
  public boolean resizes() {
    return true;
  }

  @Override
  public Pixels picture(Path file) {
    return ImageFile.readColour(file);
  }

  @Override
  public int column(Task task) {
    return switch (task.kind()) {
      case SEGMENTATION -> 1;
      case NORMALS -> 2;
      default -> 3;
    };
  }

  @Override
  public LabelPlanes label(Task task, List<Path> files) {
    Path file = files.get(column(task));
    return LabelPlanes.of(switch (task.kind()) {
      case SEGMENTATION -> Plane.label(oneChannel(file, ImageFile.read(file)), UNKNOWN);
      case NORMALS -> normals(ImageFile.readColour(file));
      default -> Plane.label(oneChannel(file, ArrayFile.read(file)), 0);
    });
  }

  private static Pixels oneChannel(Path file, Pixels stored) {
    if (stored.channels() != 1) {
      throw new InvalidInputException(file + ": " + stored.shape() + ", expected a label with 1 channel");
    }
    return stored;
  }

  private Plane normals(Pixels.Bytes stored) {
    if (normals == NormalEncoding.RAW_BYTES) {
      return new Plane(stored, false, UNKNOWN, true, false);
    }
    float[] vectors = stored.toFloats();
    for (int i = 0; i < vectors.length; i += 3) {
      double square = 0;
      for (int c = i; c < i + 3; c++) {
        vectors[c] = vectors[c] / 255 * 2 - 1;
        square += vectors[c] * vectors[c];
      }
      if (square < SHORTEST * SHORTEST || square > LONGEST * LONGEST) {
        vectors[i] = UNKNOWN;
        vectors[i + 1] = UNKNOWN;
        vectors[i + 2] = UNKNOWN;
      }
    }
    return Plane.vectors(new Pixels.Floats(vectors, stored.height(), stored.width(), 3), UNKNOWN);
  }

  /** Metres shrink as things grow. */
  @Override
  public float rescaled(Task task, float value, double scale) {
    return column(task) == 3 ? (float) (value / scale) : value;
  }

  @Override
  public String settings() {
    return "normals=" + normals;
  }
}
