package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.dataset.ImageEncoding;

/** Settings of a {@link LayoutDataSet}; what is not set is as in the paper. */
public final class LayoutBuilder {
  private final LayoutReader reader;
  private final Path root;
  private Optional<List<String>> tasks = Optional.empty();
  private List<Integer> crop;
  private List<Integer> size;
  private ImageEncoding encoding;
  private Augmentation augmentation = Augmentation.PUBLISHED;
  private long seed;
  private double valShare = 0.1;
  private long valSeed;

  LayoutBuilder(LayoutReader reader, Path root) {
    this.reader = reader;
    this.root = Objects.requireNonNull(root, "root");
    this.crop = reader.crop();
    this.size = reader.size();
    this.encoding = reader.encoding();
  }

  /**
   * @param names which tasks, in this order; all of the layout's unless set
   * @return this
   */
  public LayoutBuilder tasks(List<String> names) {
    this.tasks = Optional.of(List.copyOf(names));
    return this;
  }

  /**
   * @param height rows of a training sample
   * @param width columns of a training sample
   * @return this
   */
  public LayoutBuilder crop(int height, int width) {
    this.crop = sizes("crop", height, width);
    return this;
  }

  /**
   * @param height rows of validation and test samples
   * @param width columns of validation and test samples
   * @return this
   */
  public LayoutBuilder size(int height, int width) {
    this.size = sizes("size", height, width);
    return this;
  }

  /**
   * @param value how image numbers follow from bytes; three channels
   * @return this
   */
  public LayoutBuilder imageEncoding(ImageEncoding value) {
    if (value.mean().size() != 3) {
      throw new InvalidInputException("pictures of " + reader.layout() + " have 3 channels, found an encoding of " + value.mean().size());
    }
    this.encoding = value;
    return this;
  }

  /**
   * @param value what may happen to training samples
   * @return this
   */
  public LayoutBuilder augmentation(Augmentation value) {
    this.augmentation = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * @param value decides the augmentation, 0 unless set
   * @return this
   */
  public LayoutBuilder seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * @param share how much of {@code train} is set aside where the index has no {@code val}, 0 or more and less than 1; a tenth unless set
   * @param drawnWith the seed that decides which samples those are, 0 unless set
   * @return this
   */
  public LayoutBuilder validation(double share, long drawnWith) {
    if (!(share >= 0 && share < 1)) {
      throw new InvalidInputException("the share of training samples that is set aside must be at least 0 and less than 1, found " + share);
    }
    this.valShare = share;
    this.valSeed = drawnWith;
    return this;
  }

  /**
   * @return the data set
   * @throws InvalidInputException if the index is missing or wrong, or the layout has no labels of a task
   */
  public LayoutDataSet build() {
    return new LayoutDataSet(reader, new LayoutSettings(root, tasks, crop, size, encoding, augmentation, seed, valShare, valSeed));
  }

  private static List<Integer> sizes(String what, int height, int width) {
    if (height < 1 || width < 1) {
      throw new InvalidInputException("the " + what + " must have at least one row and column, found " + height + "x" + width);
    }
    return List.of(height, width);
  }
}
