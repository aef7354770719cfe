package org.automtl4j.train.run;

import java.util.List;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.train.config.DataConfig;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.config.TaskConfig;

/** Opens the data set of a configuration. */
public final class DataSets {
  /** Bytes of rendered scenes that are kept: the demo's 2,000 scenes need 120 MB. */
  private static final long CACHE = 256L << 20;

  private DataSets() {}

  /**
   * @param config a run's configuration
   * @return its data set, with the run's tasks
   * @throws org.automtl4j.graph.InvalidInputException if it has no such tasks
   */
  public static MultiTaskDataSet open(RunConfig config) {
    if (config.data() instanceof DataConfig.Synthetic scenes) {
      return synthetic(scenes, scenes.seed().orElse(config.seed()), config.tasks().stream().map(TaskConfig::name).toList());
    }
    throw new IllegalStateException("no loader for " + config.data());
  }

  private static MultiTaskDataSet synthetic(DataConfig.Synthetic scenes, long seed, List<String> tasks) {
    return SyntheticScenes.builder()
        .size(scenes.size().get(0), scenes.size().get(1))
        .counts(scenes.train(), scenes.val(), scenes.test())
        .seed(seed)
        .tasks(tasks.toArray(String[]::new))
        .cache(CACHE)
        .build();
  }
}
