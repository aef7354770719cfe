package org.automtl4j.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.app.config.internal.FileKeys;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.Variant;
import org.automtl4j.core.config.VariantKey;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.dataset.nddr.NormalSpace;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.transform.Augmented;

/** Where images and labels come from. */
@VariantKey("layout")
public sealed interface DataConfig {

  /** @return threads that prepare batches beside the training; 0: none */
  int threads();

  /** @return the layout, as configurations name it */
  default String layout() {
    return getClass().getAnnotation(Variant.class).value();
  }

  /** @return the data set's folder; empty for scenes that are rendered */
  default Optional<Path> folder() {
    return Optional.empty();
  }

  /**
   * @param request what the run wants
   * @return the data set
   * @throws org.automtl4j.core.InvalidInputException if it cannot be read, or has no labels of a task
   */
  MultiTaskDataSet open(DataRequest request);

  /**
   * @return the tasks of a run that names none
   * @throws InvalidInputException unless the data set tells by itself which it has
   */
  default List<TaskConfig> ownTasks() {
    throw new InvalidInputException("tasks: found none, allowed: at least one; only a data set of the layout folder tells its tasks itself");
  }

  /**
   * Scenes that are rendered on the fly.
   *
   * @param size rows and columns
   * @param train scenes for training
   * @param val scenes for choices
   * @param test scenes for the final measurement
   * @param seed seed of the scenes; empty: the run's
   * @param threads threads that render beside the training
   */
  @Variant(value = "synthetic", description = "Ray-cast rooms, rendered on the fly, with exact labels of five tasks.")
  record Synthetic(
      @Key(value = "Rows and columns of an image, in pixels.", byDefault = "[48, 48]", min = 8, size = 2) List<Integer> size,
      @Key(value = "Scenes for training.", byDefault = "1500", min = 2) int train,
      @Key(value = "Scenes for choices, such as that between candidates.", byDefault = "200", min = 1) int val,
      @Key(value = "Scenes for the final measurement.", byDefault = "300", min = 1) int test,
      @Key("Seed of the scenes; the run's by default.") Optional<Long> seed,
      @Key(value = "Threads that prepare batches beside the training; 0: none.", byDefault = "1", min = 0, max = 256) int threads)
      implements DataConfig {
    /** Bytes of rendered scenes that are kept; the demo's 2,000 scenes of three tasks take 130 MB. */
    private static final long CACHE = 256L << 20;

    @Override
    public MultiTaskDataSet open(DataRequest request) {
      request.input().crop().ifPresent(crop -> {
        throw new InvalidInputException(
            "input.crop: found " + crop + ", allowed: nothing with synthetic scenes, which are rendered in the size that data.size says");
      });
      return SyntheticScenes.builder().size(size.get(0), size.get(1)).counts(train, val, test).seed(seed.orElse(request.seed()))
          .tasks(request.tasks().toArray(String[]::new)).imageEncoding(request.input().encoding(ImageEncoding.SYMMETRIC_BGR)).cache(CACHE).build();
    }
  }

  /**
   * CityScapes in the layout of the authors of AutoMTL.
   *
   * @param root the data set's folder
   * @param classes 2, 7 or 19 classes of the segmentation
   * @param size rows and columns of validation and test pictures; empty: the paper's
   * @param augmentation what happens to training samples
   * @param valShare share of the training samples that is set aside where the index has no val
   * @param valSeed decides which
   * @param threads threads that prepare batches beside the training
   */
  @Variant(value = "cityscapes", description = "CityScapes in the layout of the authors of AutoMTL, see [data.md](data.md).")
  record Cityscapes(
      @FileKeys.Root Path root,
      @Key(value = "Classes of the segmentation: 2, 7 or 19.", byDefault = "19", min = 2, max = 19) int classes,
      @Key(value = "Rows and columns of validation and test pictures; by default 256 and 512; they must have that size.", min = 8, size = 2)
          Optional<List<Integer>> size,
      @FileKeys.Augmented AugmentationConfig augmentation,
      @FileKeys.ValShare double valShare,
      @FileKeys.ValSeed long valSeed,
      @FileKeys.Threads int threads)
      implements DataConfig {
    @Override
    public Optional<Path> folder() {
      return Optional.of(root);
    }

    @Override
    public MultiTaskDataSet open(DataRequest request) {
      return FileDataConfig.open(this, request);
    }
  }

  /**
   * NYUv2 in the layout of the authors of AutoMTL.
   *
   * @param root the data set's folder
   * @param size rows and columns of validation and test pictures; empty: the paper's
   * @param augmentation what happens to training samples
   * @param valShare share of the training samples that is set aside where the index has no val
   * @param valSeed decides which
   * @param threads threads that prepare batches beside the training
   */
  @Variant(value = "nyuv2", description = "NYUv2 in the layout of the authors of AutoMTL, see [data.md](data.md).")
  record Nyuv2(
      @FileKeys.Root Path root,
      @Key(value = "Rows and columns of validation and test pictures; by default 480 and 640, to which they are resized.", min = 8, size = 2)
          Optional<List<Integer>> size,
      @FileKeys.Augmented AugmentationConfig augmentation,
      @FileKeys.ValShare double valShare,
      @FileKeys.ValSeed long valSeed,
      @FileKeys.Threads int threads)
      implements DataConfig {
    @Override
    public Optional<Path> folder() {
      return Optional.of(root);
    }

    @Override
    public MultiTaskDataSet open(DataRequest request) {
      return FileDataConfig.open(this, request);
    }
  }

  /**
   * NYUv2 in the layout of the authors of NDDR-CNN and MTL-NAS.
   *
   * @param root the data set's folder
   * @param size rows and columns of validation and test pictures; empty: the paper's
   * @param normalSpace what normals are compared as
   * @param augmentation what happens to training samples
   * @param valShare share of the training list that is set aside where there is no list for validation
   * @param valSeed decides which
   * @param threads threads that prepare batches beside the training
   */
  @Variant(value = "nddr", description = "NYUv2 in the layout of the authors of NDDR-CNN and MTL-NAS, see [data.md](data.md).")
  record Nddr(
      @FileKeys.Root Path root,
      @Key(value = "Rows and columns of validation and test pictures; by default 480 and 640; they must have that size.", min = 8, size = 2)
          Optional<List<Integer>> size,
      @Key(value = "What normals are compared as: directions, or the codes of their pictures as the published tables do, whose angles are much smaller.",
          byDefault = "UNIT") NormalSpace normalSpace,
      @Key(value = "What happens to training samples at random.", byDefault = "{}") NddrAugmentationConfig augmentation,
      @FileKeys.ValShare double valShare,
      @FileKeys.ValSeed long valSeed,
      @FileKeys.Threads int threads)
      implements DataConfig {
    @Override
    public Optional<Path> folder() {
      return Optional.of(root);
    }

    @Override
    public MultiTaskDataSet open(DataRequest request) {
      return FileDataConfig.open(this, request);
    }
  }

  /**
   * Taskonomy in the layout of the authors of AutoMTL.
   *
   * @param root the data set's folder
   * @param test which mode of the index is the test split
   * @param size rows and columns of validation and test pictures; empty: the paper's
   * @param augmentation what happens to training samples
   * @param valShare share of the training samples that is set aside where the index has no val
   * @param valSeed decides which
   * @param threads threads that prepare batches beside the training
   */
  @Variant(value = "taskonomy", description = "Taskonomy in the layout of the authors of AutoMTL, see [data.md](data.md).")
  record Taskonomy(
      @FileKeys.Root Path root,
      @Key(value = "Which mode of the index is the test split.", byDefault = "TEST") TestMode test,
      @Key(value = "Rows and columns of validation and test pictures; by default 256 and 256, to which they are resized.", min = 8, size = 2)
          Optional<List<Integer>> size,
      @FileKeys.Augmented AugmentationConfig augmentation,
      @FileKeys.ValShare double valShare,
      @FileKeys.ValSeed long valSeed,
      @FileKeys.Threads int threads)
      implements DataConfig {
    @Override
    public Optional<Path> folder() {
      return Optional.of(root);
    }

    @Override
    public MultiTaskDataSet open(DataRequest request) {
      return FileDataConfig.open(this, request);
    }
  }

  /** The modes of Taskonomy's index that can be tested on. */
  enum TestMode {
    /** All test buildings. */
    TEST,
    /** A few of their pictures. */
    TEST_SMALL
  }

  /**
   * A user's own pictures.
   *
   * @param root the data set's folder
   * @param augmentation what happens to training samples
   * @param threads threads that prepare batches beside the training
   */
  @Variant(value = "folder", description = "A user's own pictures: `images/`, one folder of labels per task and `tasks.yaml`, see [data.md](data.md).")
  record Folder(
      @FileKeys.Root Path root,
      @Key(value = "What happens to training samples at random; by default they are mirrored, and neither scaled nor cropped unless `input.crop` is given.",
          byDefault = "{scale: [1, 1]}") AugmentationConfig augmentation,
      @FileKeys.Threads int threads)
      implements DataConfig {
    /** Hidden channels of the heads that a run without tasks gets. */
    private static final int HEAD_WIDTH = 256;
    private static final double DROPOUT = 0.5;

    @Override
    public Optional<Path> folder() {
      return Optional.of(root);
    }

    @Override
    public MultiTaskDataSet open(DataRequest request) {
      MultiTaskDataSet whole = FolderDataSet.open(root, request.input().encoding(ImageEncoding.SYMMETRIC_BGR), request.tasks());
      List<Integer> crop = request.input().crop().orElse(List.of(whole.height(), whole.width()));
      return new Augmented(whole, augmentation.toAugmentation(), crop.get(0), crop.get(1), request.seed());
    }

    /** Those of {@code tasks.yaml}, with ASPP heads of width 256, and linear ones for answers per image. */
    @Override
    public List<TaskConfig> ownTasks() {
      return TasksFile.read(root).tasks().stream().map(FolderTask::task).map(task -> new TaskConfig(task.name(), task.kind(), Optional.of(task.outputs()), 1,
          Optional.empty(), task.kind().isDense() ? new HeadConfig.Aspp(HEAD_WIDTH, DROPOUT) : new HeadConfig.Linear(), TaskConfig.LossSize.PREDICTION)).toList();
    }
  }
}
