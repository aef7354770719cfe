package org.automtl4j.data.transform;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
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
 * Any data set with its training samples augmented and cropped; the other splits stay as they are. What happens to a sample depends on (seed, split, index,
 * epoch) alone. Beyond the edges a picture is black, labels are unknown: the task's first unknown value, or masked where it has none.
 *
 * @param data the data set; pictures of 3 channels
 * @param augmentation what may happen
 * @param cropHeight rows of a training sample
 * @param cropWidth columns of a training sample
 * @param seed decides what does
 */
public record Augmented(MultiTaskDataSet data, Augmentation augmentation, int cropHeight, int cropWidth, long seed) implements ChangedDataSet {
  /** Checks the crop. */
  public Augmented {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(augmentation, "augmentation");
    if (cropHeight < 1 || cropWidth < 1) {
      throw new InvalidInputException("the crop must have at least one row and column, found " + cropHeight + "x" + cropWidth);
    }
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    return sample(split, index, epoch, tasks().stream().map(Task::name).toList());
  }

  @Override
  public Sample sample(Split split, int index, long epoch, List<String> wanted) {
    Sample whole = data.sample(split, index, epoch, wanted);
    if (!split.isTraining()) {
      return whole;
    }
    Draws draws = Draws.from(RandomStream.of(seed, "augmentation/" + split.id(), index, epoch));
    Framing framing = Framing.random(whole.height(), whole.width(), cropHeight, cropWidth, augmentation, draws);
    Map<String, Label> labels = new HashMap<>(whole.labels());
    wanted.stream().map(this::task).filter(t -> t.kind().isDense()).forEach(t -> labels.put(t.name(), label(t, whole.label(t.name()), framing)));
    float[] bytes = framing.apply(Plane.picture(bytes(whole), false));
    if (augmentation.colourJitter() > 0) {
      ColourJitter.random(augmentation.colourJitter(), RandomStream.of(seed, "jitter/" + split.id(), index, epoch))
          .apply(bytes, imageEncoding().order() == ImageEncoding.Order.BGR, framing);
    }
    return new Sample(imageEncoding().encodeAll(bytes), whole.channels(), cropHeight, cropWidth, labels);
  }

  /** The picture before its encoding, so that black is 0. */
  private Pixels bytes(Sample sample) {
    float[] pixels = interleaved(sample.image(), sample.channels());
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) imageEncoding().decode(i % sample.channels(), pixels[i]);
    }
    return new Pixels.Floats(pixels, sample.height(), sample.width(), sample.channels());
  }

  private Label label(Task task, Label label, Framing framing) {
    float padding = task.ignore() instanceof IgnoreRule.Values values && !values.values().isEmpty() ? values.values().get(0).floatValue() : 0;
    boolean masked = label.mask().isPresent() || task.ignore() instanceof IgnoreRule.Nothing;
    Pixels pixels = new Pixels.Floats(interleaved(label.values(), label.channels()), label.height(), label.width(), label.channels());
    float[] values = framing.apply(task.kind() == TaskKind.NORMALS ? Plane.vectors(pixels, padding) : Plane.label(pixels, padding));
    if (augmentation.rescaleDistances() && task.kind() == TaskKind.DEPTH) {
      for (int i = 0; i < values.length; i++) {
        values[i] = values[i] == padding ? padding : (float) (values[i] / framing.scale());
      }
    }
    if (!masked) {
      return Label.of(values, label.channels(), cropHeight, cropWidth);
    }
    float[] known = label.mask().orElseGet(() -> ones(label.height() * label.width()));
    float[] mask = framing.apply(Plane.label(new Pixels.Floats(known, label.height(), label.width(), 1), 0));
    return new Label(values, label.channels(), cropHeight, cropWidth, Optional.of(mask));
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** [C, H, W] as [H, W, C]. */
  private static float[] interleaved(float[] planes, int channels) {
    if (channels == 1) {
      return planes;
    }
    int area = planes.length / channels;
    float[] pixels = new float[planes.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = planes[i % channels * area + i / channels];
    }
    return pixels;
  }

  /** What the data set remarks, and whether crops are larger than its images. */
  @Override
  public List<String> remarks() {
    return Stream.concat(data.remarks().stream(), padding().stream()).toList();
  }

  /** @return a sentence where crops are larger than the training images at their usual scale, so that a part of each is padding; else none */
  public Optional<String> padding() {
    int height = data.height(Split.TRAIN);
    int width = data.width(Split.TRAIN);
    double scale = Math.max(augmentation.least(), Math.min(1, augmentation.most()));
    double rows = Math.min(1, height * scale / cropHeight);
    double columns = Math.min(1, width * scale / cropWidth);
    if (rows == 1 && columns == 1) {
      return Optional.empty();
    }
    String scaled = scale == 1 ? "" : String.format(Locale.ROOT, ", scaled by %.2f,", scale);
    return Optional.of(String.format(Locale.ROOT, "Images of %dx%d%s are smaller than the crop of %dx%d: about %.0f %% of each crop is padding, from which"
        + " nothing is learnt; set input.crop to [%d, %d].", height, width, scaled, cropHeight, cropWidth, 100 * (1 - rows * columns),
        (int) Math.min(height * scale, cropHeight), (int) Math.min(width * scale, cropWidth)));
  }

  @Override
  public int height(Split split) {
    return split.isTraining() ? cropHeight : data.height(split);
  }

  @Override
  public int width(Split split) {
    return split.isTraining() ? cropWidth : data.width(split);
  }

  @Override
  public String fingerprint() {
    return data.fingerprint() + " crop=" + cropHeight + "x" + cropWidth + " " + augmentation + " seed=" + seed;
  }
}
