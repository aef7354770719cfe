package org.automtl4j.data.dataset.nddr;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.augmentation.Draws;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.internal.CodedNormals;
import org.automtl4j.data.dataset.nddr.internal.ColourShift;
import org.automtl4j.data.dataset.nddr.internal.NddrFraming;
import org.automtl4j.data.dataset.nddr.internal.NddrIndex;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;

/**
 * NYUv2 in the layout of the authors of NDDR-CNN and MTL-NAS (Gao et al., CVPR 2019 and 2020): {@code list/training_seg.txt} and {@code
 * list/training_normal_mask.txt} name the pictures and their labels, {@code list/testing_...} those of the test split, {@code nyu_v2_mean.npy} has the mean colour.
 *
 * <table>
 * <caption>Tasks</caption>
 * <tr><th>name</th><th>label</th></tr>
 * <tr><td>{@code segment_semantic}</td><td>[1, H, W]: class of 40, 255 for unknown and padding</td></tr>
 * <tr><td>{@code normal}</td><td>[3, H, W]: see {@link NormalSpace}; masked where the code is white, (255, 255, 255), and in the padding</td></tr>
 * </table>
 *
 * <p>Images are codes in the order red, green, blue less the mean. Training samples are augmented as {@link NddrAugmentation} says, drawn from (seed, split, index,
 * epoch) alone; those of the other splits are delivered whole.
 */
public final class NddrDataSet implements MultiTaskDataSet {
  private static final float UNKNOWN = 255;
  private static final List<Task> TASKS = List.of(
      Task.segmentation("segment_semantic", 40).withClassNames(Nyuv2.classNames()).withIgnore(IgnoreRule.values(255.0)),
      Task.normals("normal").withIgnore(IgnoreRule.nothing()));

  private final NddrSettings settings;
  private final NddrIndex index;
  private final List<Task> tasks;
  private final ImageEncoding encoding;

  NddrDataSet(NddrSettings settings, UnaryOperator<ImageEncoding> change) {
    this.settings = settings;
    this.tasks = settings.tasks().map(names -> names.stream().map(NddrDataSet::known).toList()).orElse(TASKS);
    this.index = NddrIndex.read(settings.root(), settings.valShare(), settings.valSeed());
    this.encoding = change.apply(new ImageEncoding(ImageEncoding.Order.RGB, index.mean(), List.of(1.0, 1.0, 1.0)));
    if (encoding.mean().size() != 3) {
      throw new InvalidInputException("pictures of nddr have 3 channels, found an encoding of " + encoding.mean().size());
    }
  }

  /**
   * @param root the data set's folder
   * @return a builder
   */
  public static NddrBuilder builder(Path root) {
    return new NddrBuilder(root);
  }

  private static Task known(String name) {
    return TASKS.stream().filter(t -> t.name().equals(name)).findFirst()
        .orElseThrow(() -> new InvalidInputException("nddr has no task '" + name + "'; there are " + TASKS.stream().map(Task::name).toList()));
  }

  @Override
  public String name() {
    return "nddr in " + settings.root();
  }

  @Override
  public List<Task> tasks() {
    return tasks;
  }

  @Override
  public int size(Split split) {
    return index.samples().get(split).size();
  }

  @Override
  public int height() {
    return settings.size().get(0);
  }

  @Override
  public int width() {
    return settings.size().get(1);
  }

  @Override
  public int height(Split split) {
    return split.isTraining() ? settings.crop().get(0) : height();
  }

  @Override
  public int width(Split split) {
    return split.isTraining() ? settings.crop().get(1) : width();
  }

  @Override
  public ImageEncoding imageEncoding() {
    return encoding;
  }

  @Override
  public List<String> remarks() {
    return index.remarks();
  }

  @Override
  public List<Path> files(Split split, int number) {
    List<List<String>> samples = index.samples().get(split);
    if (number < 0 || number >= samples.size()) {
      throw new IndexOutOfBoundsException(name() + ": the split '" + split.id() + "' has " + samples.size() + " samples, no number " + number);
    }
    return samples.get(number).stream().map(settings.root()::resolve).toList();
  }

  @Override
  public Sample sample(Split split, int number, long epoch) {
    return sample(split, number, epoch, tasks.stream().map(Task::name).toList());
  }

  @Override
  public Sample sample(Split split, int number, long epoch, List<String> wanted) {
    List<Path> files = files(split, number);
    Pixels.Bytes picture = ImageFile.readColour(files.get(0));
    if (split.isTraining()) {
      NddrAugmentation augmentation = settings.augmentation();
      boolean coloured = augmentation.hue() > 0 || augmentation.saturation() > 0;
      Optional<ColourShift> shift = Optional.of(RandomStream.of(settings.seed(), "jitter/" + split.id(), number, epoch)).filter(r -> coloured)
          .map(random -> ColourShift.random(augmentation, random));
      Draws draws = Draws.from(RandomStream.of(settings.seed(), "augmentation/" + split.id(), number, epoch));
      return framed(files, picture, shift, NddrFraming.random(picture.height(), picture.width(), Optional.of(settings.crop()), augmentation, draws), wanted);
    }
    if (picture.height() != height() || picture.width() != width()) {
      throw new InvalidInputException(files.get(0) + ": the picture has " + picture.height() + "x" + picture.width() + " pixels, but " + split.id()
          + " pictures of nddr must have " + height() + "x" + width() + "; set data.size to the size that they have");
    }
    return framed(files, picture, Optional.empty(), NddrFraming.whole(picture.height(), picture.width()), wanted);
  }

  @Override
  public Sample stored(Split split, int number, List<String> wanted) {
    List<Path> files = files(split, number);
    Pixels.Bytes picture = ImageFile.readColour(files.get(0));
    return framed(files, picture, Optional.empty(), NddrFraming.whole(picture.height(), picture.width()), wanted);
  }

  /** The sample that follows from a given change of colours and a given part of the picture. */
  Sample framed(List<Path> files, Pixels.Bytes picture, Optional<ColourShift> shift, NddrFraming framing, List<String> wanted) {
    Map<String, Label> labels = new HashMap<>();
    wanted.forEach(name -> labels.put(name, label(task(name), files, picture, framing)));
    Pixels.Bytes coloured = shift.map(s -> s.apply(picture)).orElse(picture);
    float[] image = framing.apply(Plane.picture(coloured, encoding.order() == ImageEncoding.Order.BGR)); // [3, H, W]
    return new Sample(encoding.encodeAll(image), 3, framing.height(), framing.width(), labels);
  }

  private Label label(Task task, List<Path> files, Pixels picture, NddrFraming framing) {
    boolean classes = task.kind() == TaskKind.SEGMENTATION;
    Path file = files.get(column(task));
    Pixels stored = classes ? ImageFile.read(file) : ImageFile.readColour(file);
    if (stored.height() != picture.height() || stored.width() != picture.width() || classes && stored.channels() != 1) {
      throw new InvalidInputException(file + ": found " + stored.shape() + ", allowed: " + picture.height() + "x" + picture.width() + " with "
          + (classes ? "1 channel" : "3 channels") + ", as the picture " + files.get(0) + " has");
    }
    float[] values = framing.apply(Plane.label(stored, UNKNOWN));
    return classes ? Label.of(values, 1, framing.height(), framing.width())
        : CodedNormals.label(values, framing.height(), framing.width(), settings.normals(), framing.mirrored());
  }

  private static int column(Task task) {
    return task.kind() == TaskKind.SEGMENTATION ? 1 : 2;
  }

  @Override
  public String describe(Split split, int number, String task) {
    return files(split, number).get(column(task(task))).toString();
  }

  @Override
  public String fingerprint() {
    return "nddr lists=" + index.digest() + " tasks=" + tasks.stream().map(Task::name).toList() + " size=" + settings.size() + " crop=" + settings.crop() + " encoding="
        + encoding + " normals=" + settings.normals() + " " + settings.augmentation() + " seed=" + settings.seed() + " val=" + settings.valShare() + "/"
        + settings.valSeed();
  }
}
