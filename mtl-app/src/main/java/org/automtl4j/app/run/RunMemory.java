package org.automtl4j.app.run;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TakenWeights;
import org.automtl4j.train.TrainingMemory;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.StageOutline;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What a run takes beyond the process as it is before the first stage: its largest stage, the baseline that is trained beside it, and what stays of the others.
 *
 * @param config what is run
 * @param recipe its stages
 * @param training what its stages take
 * @param prefetch what batches take that wait for the trainer, at most
 */
record RunMemory(RunConfig config, Recipe recipe, TrainingMemory training, long prefetch) {

  /** What later stages leave behind beside their arrays: compiled code, and what building their graphs leaves in the allocator's pools. */
  private static final long LATER_STAGES = 150L << 20;

  /** Bytes of arrays at the peak. */
  long arrays() {
    long stages = recipe.stages().stream().mapToLong(this::stage).max().orElse(0);
    Optional<TrainingConfig> like = recipe.finalTraining();
    if (like.isEmpty() || config.baselines().isEmpty()) {
      return stages + prefetch;
    }
    long baseline = plain(like.get().scheduledUpdater());
    boolean beside = SideTraining.isBeside(config) && config.baselines().stream().anyMatch(b -> !b.isComparison());
    long finished = config.baselines().size() * training.found();
    return (beside ? stages + baseline : Math.max(stages, baseline)) + finished + prefetch;
  }

  /** Bytes of the process at the peak. A run is long enough to fill the heap that the JVM has reserved, which is emptied no earlier. */
  long peak() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return TrainingMemory.peak(training.process(), arrays()) + heap.getCommitted() - heap.getUsed() + LATER_STAGES;
  }

  private long stage(StageOutline stage) {
    boolean last = recipe.finalTraining().isPresent() && stage.equals(recipe.stages().get(recipe.stages().size() - 1));
    long finished = last ? training.found() : 0; // the model that the run ends with, beside what is trained
    return switch (stage.trains()) {
      case NETWORK -> mixed(stage.updater()) + finished;
      case MODEL -> plain(stage.updater()) + finished;
      case MODEL_ALONE -> plain(stage.updater()) + finished - training.parameters();
    };
  }

  private long mixed(IUpdater updater) {
    return training.mixedStage(updater) + best(training.parameters());
  }

  private long plain(IUpdater updater) {
    return training.plainStage(updater) + best(training.found());
  }

  /** The weights of the best validation, kept as a copy or read from its file, beside those of the last iteration. */
  private long best(long weights) {
    return config.validation().take() == TakenWeights.BEST ? weights : 0;
  }
}
