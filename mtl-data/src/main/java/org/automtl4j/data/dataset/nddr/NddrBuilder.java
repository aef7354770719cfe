package org.automtl4j.data.dataset.nddr;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;

/** Settings of a {@link NddrDataSet}; what is not set is as published, but for normals, which are directions, and a validation split. */
public final class NddrBuilder {
  private NddrSettings settings;

  NddrBuilder(Path root) {
    this.settings = new NddrSettings(Objects.requireNonNull(root, "root"), Optional.empty(), List.of(321, 321), List.of(480, 640), NormalSpace.UNIT,
        NddrAugmentation.PUBLISHED, 0, 0.1, 0);
  }

  /**
   * @param names which tasks, in this order; both unless set
   * @return this
   */
  public NddrBuilder tasks(List<String> names) {
    NddrSettings s = settings;
    settings = new NddrSettings(s.root(), Optional.of(List.copyOf(names)), s.crop(), s.size(), s.normals(), s.augmentation(), s.seed(), s.valShare(), s.valSeed());
    return this;
  }

  /**
   * @param height rows of a training sample, 321 unless set
   * @param width columns of a training sample, 321 unless set
   * @return this
   */
  public NddrBuilder crop(int height, int width) {
    NddrSettings s = settings;
    settings = new NddrSettings(s.root(), s.tasks(), sizes("crop", height, width), s.size(), s.normals(), s.augmentation(), s.seed(), s.valShare(), s.valSeed());
    return this;
  }

  /**
   * @param height rows of validation and test pictures, which are not resized; 480 unless set
   * @param width columns of validation and test pictures, 640 unless set
   * @return this
   */
  public NddrBuilder size(int height, int width) {
    NddrSettings s = settings;
    settings = new NddrSettings(s.root(), s.tasks(), s.crop(), sizes("size", height, width), s.normals(), s.augmentation(), s.seed(), s.valShare(), s.valSeed());
    return this;
  }

  /**
   * @param space what normals are; {@link NormalSpace#UNIT} unless set
   * @return this
   */
  public NddrBuilder normals(NormalSpace space) {
    NddrSettings s = settings;
    settings = new NddrSettings(s.root(), s.tasks(), s.crop(), s.size(), Objects.requireNonNull(space, "space"), s.augmentation(), s.seed(), s.valShare(), s.valSeed());
    return this;
  }

  /**
   * @param augmentation what may happen to training samples
   * @return this
   */
  public NddrBuilder augmentation(NddrAugmentation augmentation) {
    NddrSettings s = settings;
    settings = new NddrSettings(s.root(), s.tasks(), s.crop(), s.size(), s.normals(), Objects.requireNonNull(augmentation, "augmentation"), s.seed(), s.valShare(),
        s.valSeed());
    return this;
  }

  /**
   * @param seed decides what happens to training samples, 0 unless set
   * @return this
   */
  public NddrBuilder seed(long seed) {
    NddrSettings s = settings;
    settings = new NddrSettings(s.root(), s.tasks(), s.crop(), s.size(), s.normals(), s.augmentation(), seed, s.valShare(), s.valSeed());
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
    NddrSettings s = settings;
    settings = new NddrSettings(s.root(), s.tasks(), s.crop(), s.size(), s.normals(), s.augmentation(), s.seed(), share, drawnWith);
    return this;
  }

  /**
   * @return the data set
   * @throws InvalidInputException if lists or mean are missing or wrong, or a task is asked for that there is not
   */
  public NddrDataSet build() {
    return new NddrDataSet(settings);
  }

  private static List<Integer> sizes(String what, int height, int width) {
    if (height < 1 || width < 1) {
      throw new InvalidInputException("the " + what + " must have at least one row and column, found " + height + "x" + width);
    }
    return List.of(height, width);
  }
}
