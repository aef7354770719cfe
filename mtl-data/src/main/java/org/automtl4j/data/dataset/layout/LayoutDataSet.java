package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.augmentation.ColourJitter;
import org.automtl4j.data.augmentation.Draws;
import org.automtl4j.data.augmentation.Framing;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.reader.Pixels;

/**
 * Samples from files, in one of the published layouts. Training samples are augmented as {@link Augmentation} says, drawn from (seed, split, index, epoch)
 * alone, and cropped; those of the other splits are delivered whole. Labels are read only for the tasks that are asked for.
 *
 * <p>The fingerprint covers the index and all settings, not the bytes of every file.
 */
public final class LayoutDataSet implements MultiTaskDataSet {
  private final LayoutReader reader;
  private final LayoutSettings settings;
  private final SplitIndex index;
  private final List<Task> tasks;

  LayoutDataSet(LayoutReader reader, LayoutSettings settings) {
    this.reader = reader;
    this.settings = settings;
    this.tasks = settings.tasksOf(reader);
    this.index = SplitIndex.read(settings.root().resolve(reader.indexFile()), reader.columns(), reader.testMode(), settings.valShare(), settings.valSeed());
  }

  /**
   * @param reader the layout
   * @param root the data set's folder
   * @return a builder with the paper's settings
   */
  public static LayoutBuilder builder(LayoutReader reader, Path root) {
    return new LayoutBuilder(reader, root);
  }

  /** @return the layout */
  public LayoutReader reader() {
    return reader;
  }

  /** @return the data set's folder */
  public Path root() {
    return settings.root();
  }

  /** @return the samples' files */
  public SplitIndex index() {
    return index;
  }

  @Override
  public String name() {
    return reader.layout() + " in " + settings.root();
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
    return settings.encoding();
  }

  @Override
  public List<Double> classWeights(String task) {
    return reader.classWeights(task(task));
  }

  @Override
  public List<String> remarks() {
    return Stream.concat(index.remarks().stream(), reader.remarks().stream()).toList();
  }

  /** All files of the sample, in the index's order. */
  @Override
  public List<Path> files(Split split, int number) {
    List<List<String>> samples = index.samples().get(split);
    if (number < 0 || number >= samples.size()) {
      throw new IndexOutOfBoundsException(name() + ": the split '" + split.id() + "' has " + samples.size() + " samples, no number " + number);
    }
    Path base = reader.base(settings.root(), split);
    return samples.get(number).stream().map(base::resolve).toList();
  }

  @Override
  public Sample sample(Split split, int number, long epoch) {
    return sample(split, number, epoch, tasks.stream().map(Task::name).toList());
  }

  @Override
  public Sample sample(Split split, int number, long epoch, List<String> wanted) {
    RandomStream random = RandomStream.of(settings.seed(), "augmentation/" + split.id(), number, epoch);
    return sample(split, number, wanted, Draws.from(random), RandomStream.of(settings.seed(), "jitter/" + split.id(), number, epoch));
  }

  @Override
  public Sample stored(Split split, int number, List<String> wanted) {
    List<Path> files = files(split, number);
    Pixels picture = reader.picture(files.get(0));
    return framed(files, picture, Framing.whole(picture.height(), picture.width()), wanted, image -> { });
  }

  /** The sample that follows from given draws; splits that are not augmented ask for none. */
  Sample sample(Split split, int number, List<String> wanted, Draws draws, RandomStream jitter) {
    List<Path> files = files(split, number);
    Pixels picture = reader.picture(files.get(0));
    Framing framing = framing(split, files.get(0), picture, draws);
    return framed(files, picture, framing, wanted, image -> {
      if (split.isTraining() && settings.augmentation().colourJitter() > 0) {
        ColourJitter.random(settings.augmentation().colourJitter(), jitter).apply(image, isBlueFirst(), framing);
      }
    });
  }

  private Sample framed(List<Path> files, Pixels picture, Framing framing, List<String> wanted, Consumer<float[]> change) {
    Map<String, Label> labels = new HashMap<>();
    wanted.forEach(name -> labels.put(name, label(task(name), files, picture, framing)));
    float[] image = framing.apply(Plane.picture(picture, isBlueFirst()));
    change.accept(image);
    return new Sample(settings.encoding().encodeAll(image), 3, framing.height(), framing.width(), labels);
  }

  private boolean isBlueFirst() {
    return settings.encoding().order() == ImageEncoding.Order.BGR;
  }

  private Framing framing(Split split, Path file, Pixels picture, Draws draws) {
    if (split.isTraining()) {
      return Framing.random(picture.height(), picture.width(), height(split), width(split), settings.augmentation(), draws);
    }
    if (!reader.resizes() && (picture.height() != height() || picture.width() != width())) {
      throw new InvalidInputException(file + ": the picture has " + picture.height() + "x" + picture.width() + " pixels, but " + split.id() + " pictures of "
          + reader.layout() + " must have " + height() + "x" + width() + "; set data.size to the size that they have");
    }
    return Framing.whole(height(), width());
  }

  private Label label(Task task, List<Path> files, Pixels picture, Framing framing) {
    LabelPlanes planes = reader.label(task, files);
    Pixels stored = planes.values().pixels();
    if (stored.height() != picture.height() || stored.width() != picture.width()) {
      throw new InvalidInputException(files.get(reader.column(task)) + ": the label has " + stored.height() + "x" + stored.width() + " pixels, but the picture "
          + files.get(0) + " has " + picture.height() + "x" + picture.width());
    }
    float[] values = framing.apply(planes.values());
    if (settings.augmentation().rescaleDistances() && framing.scale() != 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] = values[i] == planes.values().padding() ? values[i] : reader.rescaled(task, values[i], framing.scale());
      }
    }
    Optional<float[]> mask = planes.mask().map(framing::apply);
    return new Label(values, stored.channels(), framing.height(), framing.width(), mask);
  }

  @Override
  public String describe(Split split, int number, String task) {
    return files(split, number).get(reader.column(task(task))).toString();
  }

  @Override
  public String fingerprint() {
    return reader.layout() + " " + reader.settings() + (reader.settings().isEmpty() ? "" : " ") + "index=" + index.digest() + " tasks="
        + tasks.stream().map(Task::name).toList() + " size=" + settings.size() + " crop=" + settings.crop() + " encoding=" + settings.encoding() + " "
        + settings.augmentation() + " seed=" + settings.seed() + " val=" + settings.valShare() + "/" + settings.valSeed();
  }
}
