package org.automtl4j.train.config;

import java.util.List;
import java.util.Optional;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.train.config.internal.Key;
import org.automtl4j.train.config.internal.Variant;
import org.automtl4j.train.config.internal.VariantKey;

/** Where images and labels come from. */
@VariantKey("layout")
public sealed interface DataConfig {

  /** @return threads that prepare batches beside the training; 0: none */
  int threads();

  /**
   * @param runSeed the run's seed, for data that is made by chance and has no seed of its own
   * @param tasks names of the tasks whose labels are needed, in that order
   * @return the data set
   * @throws org.automtl4j.graph.InvalidInputException if it cannot be read, or has no labels of a task
   */
  MultiTaskDataSet open(long runSeed, List<String> tasks);

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
    public MultiTaskDataSet open(long runSeed, List<String> tasks) {
      return SyntheticScenes.builder().size(size.get(0), size.get(1)).counts(train, val, test).seed(seed.orElse(runSeed)).tasks(tasks.toArray(String[]::new))
          .cache(CACHE).build();
    }
  }
}
