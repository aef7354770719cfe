package org.automtl4j.data.dataset.nddr;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.ImageEncoding;

/** Settings of a {@link NddrDataSet}; what is not set is as published, but for normals, which are directions, and a validation split. */
public final class NddrBuilder {
  private final Path root;
  private Optional<List<String>> tasks = Optional.empty();
  private List<Integer> crop = List.of(321, 321);
  private List<Integer> size = List.of(480, 640);
  private UnaryOperator<ImageEncoding> encoding = UnaryOperator.identity();
  private NormalSpace normals = NormalSpace.UNIT;
  private NddrAugmentation augmentation = NddrAugmentation.PUBLISHED;
  private long seed;
  private double valShare = 0.1;
  private long valSeed;

  NddrBuilder(Path root) {
    this.root = Objects.requireNonNull(root, "root");
  }

  /**
   * @param names which tasks, in this order; both unless set
   * @return this
   */
  public NddrBuilder tasks(List<String> names) {
    this.tasks = Optional.of(List.copyOf(names));
    return this;
  }

  /**
   * @param height rows of a training sample, 321 unless set
   * @param width columns of a training sample, 321 unless set
   * @return this
   */
  public NddrBuilder crop(int height, int width) {
    this.crop = sizes("crop", height, width);
    return this;
  }

  /**
   * @param height rows of validation and test pictures, which are not resized; 480 unless set
   * @param width columns of validation and test pictures, 640 unless set
   * @return this
   */
  public NddrBuilder size(int height, int width) {
    this.size = sizes("size", height, width);
    return this;
  }

  /**
   * @param change what becomes of the data set's own encoding, codes in the order red, green, blue less the mean colour; nothing unless set
   * @return this
   */
  public NddrBuilder imageEncoding(UnaryOperator<ImageEncoding> change) {
    this.encoding = Objects.requireNonNull(change, "change");
    return this;
  }

  /**
   * @param space what normals are; {@link NormalSpace#UNIT} unless set
   * @return this
   */
  public NddrBuilder normals(NormalSpace space) {
    this.normals = Objects.requireNonNull(space, "space");
    return this;
  }

  /**
   * @param value what may happen to training samples
   * @return this
   */
  public NddrBuilder augmentation(NddrAugmentation value) {
    this.augmentation = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * @param value decides what happens to training samples, 0 unless set
   * @return this
   */
  public NddrBuilder seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * @param share how much of the training list is set aside for validation, 0 or more and less than 1; a tenth unless set, 0 as published
   * @param drawnWith the seed that decides which samples those are, 0 unless set
   * @return this
   */
  public NddrBuilder validation(double share, long drawnWith) {
    if (!(share >= 0 && share < 1)) {
      throw new InvalidInputException("the share of training samples that is set aside must be at least 0 and less than 1, found " + share);
    }
    this.valShare = share;
    this.valSeed = drawnWith;
    return this;
  }

  /**
   * @return the data set
   * @throws InvalidInputException if lists or mean are missing or wrong, or a task is asked for that there is not
   */
  public NddrDataSet build() {
    return new NddrDataSet(new NddrSettings(root, tasks, crop, size, normals, augmentation, seed, valShare, valSeed), encoding);
  }

  private static List<Integer> sizes(String what, int height, int width) {
    if (height < 1 || width < 1) {
      throw new InvalidInputException("the " + what + " must have at least one row and column, found " + height + "x" + width);
    }
    return List.of(height, width);
  }
}
