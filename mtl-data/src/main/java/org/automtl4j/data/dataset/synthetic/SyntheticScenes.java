package org.automtl4j.data.dataset.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.internal.SceneLabels;

/**
 * Ray-cast rooms with balls, boxes, cylinders and cones of random size, place, colour and texture, lit by one lamp with hard shadows, seen through a noisy
 * camera; and what is exactly known about them:
 *
 * <table>
 * <caption>Tasks</caption>
 * <tr><th>name</th><th>label</th></tr>
 * <tr><td>{@code segment_semantic}</td><td>[1, H, W]: floor, wall, ceiling, sphere, box, cylinder, cone</td></tr>
 * <tr><td>{@code depth_zbuffer}</td><td>[1, H, W]: metres along the optical axis</td></tr>
 * <tr><td>{@code normal}</td><td>[3, H, W]: unit vectors facing the camera; x right, y down, z along the optical axis</td></tr>
 * <tr><td>{@code edge_texture}</td><td>[1, H, W]: 0..1, length of Sobel's gradient of the luma without noise, a quarter of it</td></tr>
 * <tr><td>{@code keypoints2d}</td><td>[1, H, W]: 0..1, bumps at visible corners, tips, cap centres and nearest points of balls</td></tr>
 * </table>
 *
 * <p>A sample is a pure function of (seed, split, index); the epoch plays no part. The camera's horizontal angle of view is 65 degrees. Colours and textures
 * of all classes are drawn alike, so that colour alone does not tell the class. Images are bytes, encoded as {@link ImageEncoding#SYMMETRIC_BGR}, [-1, 1] and
 * blue first, unless told otherwise. {@link Split#TRAIN1} are the even samples of {@link Split#TRAIN}, {@link Split#TRAIN2} the odd ones.
 *
 * <p>Rendered samples are kept, up to a number of bytes, since rendering costs more than memory here.
 */
public final class SyntheticScenes implements MultiTaskDataSet {
  private static final int VERSION = 1;

  private final Builder settings;
  private final List<SceneLabels> kinds;
  private final List<Task> tasks;
  private final AtomicReferenceArray<Sample> cache;

  private SyntheticScenes(Builder builder) {
    this.settings = builder;
    this.kinds = builder.kinds;
    this.tasks = kinds.stream().map(SceneLabels::exactTask).toList();
    long numbers = 3 + tasks.stream().mapToInt(t -> t.name().equals(SceneLabels.NORMAL.taskName()) ? 3 : 1).sum();
    long room = builder.cacheBytes / (numbers * builder.height * builder.width * Float.BYTES);
    this.cache = new AtomicReferenceArray<>((int) Math.min(room, (long) builder.train + builder.val + builder.test));
  }

  /** @return a builder with 48x48 pixels, 1,500 training, 200 validation and 300 test scenes, all tasks, seed 0 */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return "synthetic scenes";
  }

  @Override
  public List<Task> tasks() {
    return tasks;
  }

  @Override
  public int size(Split split) {
    return switch (split) {
      case TRAIN -> settings.train;
      case TRAIN1 -> (settings.train + 1) / 2;
      case TRAIN2 -> settings.train / 2;
      case VAL -> settings.val;
      case TEST -> settings.test;
    };
  }

  @Override
  public int height() {
    return settings.height;
  }

  @Override
  public int width() {
    return settings.width;
  }

  @Override
  public ImageEncoding imageEncoding() {
    return settings.encoding;
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    if (index < 0 || index >= size(split)) {
      throw new IndexOutOfBoundsException(name() + ": the split '" + split.id() + "' has " + size(split) + " samples, no number " + index);
    }
    return switch (split) {
      case TRAIN -> sample(Split.TRAIN, index, index);
      case TRAIN1 -> sample(Split.TRAIN, 2 * index, 2 * index);
      case TRAIN2 -> sample(Split.TRAIN, 2 * index + 1, 2 * index + 1);
      case VAL -> sample(Split.VAL, index, settings.train + index);
      case TEST -> sample(Split.TEST, index, settings.train + settings.val + index);
    };
  }

  private Sample sample(Split purpose, int index, int place) {
    Sample known = place < cache.length() ? cache.get(place) : null;
    if (known != null) {
      return known;
    }
    RandomStream random = RandomStream.of(settings.seed, "scenes/" + purpose.id(), index);
    Sample sample = SceneLabels.sample(random, settings.height, settings.width, kinds, imageEncoding());
    if (place < cache.length()) {
      cache.set(place, sample);
    }
    return sample;
  }

  @Override
  public String fingerprint() {
    return "synthetic-scenes version=" + VERSION + " seed=" + settings.seed + " size=" + settings.height + "x" + settings.width + " train=" + settings.train
        + " val=" + settings.val + " test=" + settings.test + " tasks=" + tasks.stream().map(Task::name).toList()
        + (imageEncoding().equals(ImageEncoding.SYMMETRIC_BGR) ? "" : " encoding=" + imageEncoding());
  }

  /** Settings of synthetic scenes. */
  public static final class Builder {
    private int height = 48;
    private int width = 48;
    private int train = 1500;
    private int val = 200;
    private int test = 300;
    private long seed;
    private long cacheBytes = 256L << 20;
    private ImageEncoding encoding = ImageEncoding.SYMMETRIC_BGR;
    private List<SceneLabels> kinds = List.of(SceneLabels.values());

    private Builder() {}

    private Builder(Builder other) {
      this.height = other.height;
      this.width = other.width;
      this.train = other.train;
      this.val = other.val;
      this.test = other.test;
      this.seed = other.seed;
      this.cacheBytes = other.cacheBytes;
      this.encoding = other.encoding;
      this.kinds = other.kinds;
    }

    /**
     * @param pixelsHigh height of an image, at least 8
     * @param pixelsWide width of an image, at least 8
     * @return this
     */
    public Builder size(int pixelsHigh, int pixelsWide) {
      require(pixelsHigh >= 8 && pixelsWide >= 8, "the size must be at least 8x8, found " + pixelsHigh + "x" + pixelsWide);
      this.height = pixelsHigh;
      this.width = pixelsWide;
      return this;
    }

    /**
     * @param trainScenes for training, at least 2
     * @param valScenes for validation, at least 1
     * @param testScenes for the final test, at least 1
     * @return this
     */
    public Builder counts(int trainScenes, int valScenes, int testScenes) {
      require(trainScenes >= 2 && valScenes >= 1 && testScenes >= 1,
          "at least 2 training, 1 validation and 1 test scene are needed, found " + trainScenes + ", " + valScenes + ", " + testScenes);
      this.train = trainScenes;
      this.val = valScenes;
      this.test = testScenes;
      return this;
    }

    /**
     * @param value scenes of another seed are other scenes
     * @return this
     */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * @param names which tasks, in this order
     * @return this
     */
    public Builder tasks(String... names) {
      require(names.length > 0, "at least one task is needed");
      this.kinds = Arrays.stream(names).distinct().map(Builder::kind).toList();
      require(kinds.size() == names.length, "a task is named twice: " + Arrays.toString(names));
      return this;
    }

    /**
     * @param value how image numbers follow from bytes, {@link ImageEncoding#SYMMETRIC_BGR} unless set; three channels
     * @return this
     */
    public Builder imageEncoding(ImageEncoding value) {
      require(value.mean().size() == 3, "an encoding of 3 channels is needed, found " + value.mean().size());
      this.encoding = value;
      return this;
    }

    /**
     * @param bytes how much memory rendered samples may take, 256 MiB unless set; 0: every sample is rendered anew each time
     * @return this
     */
    public Builder cache(long bytes) {
      require(bytes >= 0, "the cache must not be negative, found " + bytes);
      this.cacheBytes = bytes;
      return this;
    }

    /** @return the data set */
    public SyntheticScenes build() {
      return new SyntheticScenes(new Builder(this));
    }

    private static SceneLabels kind(String name) {
      return Arrays.stream(SceneLabels.values()).filter(k -> k.taskName().equals(name)).findFirst().orElseThrow(() -> new InvalidInputException(
          "synthetic scenes have no task '" + name + "'; there are " + Arrays.stream(SceneLabels.values()).map(SceneLabels::taskName).toList()));
    }

    private static void require(boolean fine, String otherwise) {
      if (!fine) {
        throw new InvalidInputException("synthetic scenes: " + otherwise);
      }
    }
  }
}
