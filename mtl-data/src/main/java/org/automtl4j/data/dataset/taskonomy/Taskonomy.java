package org.automtl4j.data.dataset.taskonomy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.layout.LabelPlanes;
import org.automtl4j.data.dataset.layout.LayoutBuilder;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.LayoutReader;
import org.automtl4j.data.dataset.taskonomy.internal.Tables;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;

/**
 * Taskonomy: {@code taskonomy.json} names per sample six png files (picture, segmentation, normals, depth, key points, edges) below {@code train} or {@code
 * test}. All are brought to 256x256 first, to the nearest; pictures are then scaled bilinearly in floating point. {@code semseg_prior_factor.npy}, where there
 * is one, weighs the classes.
 *
 * <table>
 * <caption>Tasks; 255 is padding everywhere</caption>
 * <tr><th>name</th><th>label</th></tr>
 * <tr><td>{@code segment_semantic}</td><td>[1, H, W]: max(v, 1) - 1, 17 classes</td></tr>
 * <tr><td>{@code normal}</td><td>[3, H, W]: v / 255 * 2 - 1, red first; a mirror turns channel 0 round; counts where the depth is known</td></tr>
 * <tr><td>{@code depth_zbuffer}</td><td>[1, H, W]: ln(1 + v) / ln(65536), v in steps of 1/512 m; counts where v is less than 64500</td></tr>
 * <tr><td>{@code keypoints2d}</td><td>[1, H, W]: v / 65536, clipped to 0..0.005, scaled to -1..1</td></tr>
 * <tr><td>{@code edge_texture}</td><td>[1, H, W]: v / 65536, clipped to 0..0.08, scaled to -1..1</td></tr>
 * </table>
 */
public final class Taskonomy implements LayoutReader {
  /** The file of the class weights. */
  public static final String WEIGHTS = "semseg_prior_factor.npy";
  private static final List<String> NAMES = List.of("background", "bottle", "chair", "couch", "potted plant", "bed", "dining table", "toilet", "tv",
      "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase");
  private static final float UNKNOWN = 255;
  private static final int SIDE = 256;

  private final Path weightsFile;
  private final List<Double> weights;
  private final String testMode;
  private final Tables tables = new Tables();

  /**
   * @param root the data set's folder
   * @param testMode the mode that is read for testing, {@code test} or {@code test_small}
   */
  public Taskonomy(Path root, String testMode) {
    this.weightsFile = root.resolve(WEIGHTS);
    this.weights = Files.exists(weightsFile) ? weights(weightsFile) : List.of();
    this.testMode = testMode;
  }

  /**
   * @param root the data set's folder
   * @return a builder: crops of 224x224, validation and test pictures of 256x256
   */
  public static LayoutBuilder builder(Path root) {
    return LayoutDataSet.builder(new Taskonomy(root, Split.TEST.id()), root);
  }

  private static List<Double> weights(Path file) {
    List<Double> read = DoubleStream.of(NpyFile.read(file).toDoubles()).boxed().toList();
    if (read.size() != NAMES.size() || read.stream().anyMatch(w -> !(w >= 0 && Double.isFinite(w)))) {
      throw new InvalidInputException(file + ": found " + read.size() + " numbers, expected the weights of " + NAMES.size()
          + " classes, finite and not negative");
    }
    return read;
  }

  @Override
  public String layout() {
    return "taskonomy";
  }

  @Override
  public String indexFile() {
    return "taskonomy.json";
  }

  @Override
  public List<String> columns() {
    return List.of("rgb", "segmentsemantic", "normal", "depth_zbuffer", "keypoints2d", "edge_texture");
  }

  @Override
  public List<Task> tasks() {
    return List.of(Task.segmentation("segment_semantic", NAMES.size()).withClassNames(NAMES).withIgnore(IgnoreRule.values(255.0)), Task.normals("normal"),
        new Task("depth_zbuffer", TaskKind.DEPTH, 1, List.of(), "", IgnoreRule.values(255.0)), Task.keypoints("keypoints2d"), Task.edges("edge_texture"));
  }

  @Override
  public String testMode() {
    return testMode;
  }

  @Override
  public Path base(Path root, Split split) {
    return root.resolve(split == Split.TEST ? "test" : "train");
  }

  @Override
  public List<Integer> crop() {
    return List.of(224, 224);
  }

  @Override
  public List<Integer> size() {
    return List.of(SIDE, SIDE);
  }

  @Override
  public boolean resizes() {
    return true;
  }

  @Override
  public Pixels picture(Path file) {
    Pixels small = Resizing.nearest(ImageFile.readColour(file), SIDE, SIDE);
    return new Pixels.Floats(small.toFloats(), SIDE, SIDE, 3);
  }

  @Override
  public int column(Task task) {
    return switch (task.kind()) {
      case SEGMENTATION -> 1;
      case NORMALS -> 2;
      case DEPTH -> 3;
      case KEYPOINTS -> 4;
      default -> 5;
    };
  }

  @Override
  public LabelPlanes label(Task task, List<Path> files) {
    Path file = files.get(column(task));
    return switch (task.kind()) {
      case SEGMENTATION -> LabelPlanes.of(Plane.label(mapped(file, false, tables.classes()), UNKNOWN));
      case NORMALS -> {
        Pixels bytes = Resizing.nearest(ImageFile.readColour(file), SIDE, SIDE);
        yield new LabelPlanes(Plane.vectors(Tables.map(bytes, tables.normals()), UNKNOWN), known(files.get(3)));
      }
      case DEPTH -> {
        Pixels depth = stored(file, true);
        yield new LabelPlanes(Plane.label(Tables.map(depth, tables.depth()), UNKNOWN), Optional.of(Plane.label(Tables.map(depth, tables.known()), UNKNOWN)));
      }
      case KEYPOINTS -> LabelPlanes.of(Plane.label(mapped(file, true, tables.keyPoints()), UNKNOWN));
      default -> LabelPlanes.of(Plane.label(mapped(file, true, tables.edges()), UNKNOWN));
    };
  }

  private Optional<Plane> known(Path depth) {
    return Optional.of(Plane.label(mapped(depth, true, tables.known()), UNKNOWN));
  }

  private static Pixels mapped(Path file, boolean wide, float[] table) {
    return Tables.map(stored(file, wide), table);
  }

  private static Pixels stored(Path file, boolean wide) {
    Pixels stored = ImageFile.read(file);
    if (stored.channels() != 1 || stored instanceof Pixels.Shorts != wide) {
      throw new InvalidInputException(file + ": " + stored.shape() + " of " + (stored instanceof Pixels.Shorts ? 16 : 8) + " bits, expected 1 channel of "
          + (wide ? 16 : 8));
    }
    return Resizing.nearest(stored, SIDE, SIDE);
  }

  @Override
  public List<Double> classWeights(Task task) {
    return task.kind() == TaskKind.SEGMENTATION ? weights : List.of();
  }

  /** The steps shrink as things grow. */
  @Override
  public float rescaled(Task task, float value, double scale) {
    if (task.kind() != TaskKind.DEPTH) {
      return value;
    }
    double steps = Math.expm1(value * Math.log(65536)) / scale;
    return (float) (Math.log1p(steps) / Math.log(65536));
  }

  @Override
  public String settings() {
    return "test=" + testMode + " weights=" + weights;
  }

  @Override
  public List<String> remarks() {
    return weights.isEmpty() ? List.of("There is no " + weightsFile + ": all classes of the segmentation weigh alike.") : List.of();
  }
}
