package org.automtl4j.app.run;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TakenWeights;
import org.automtl4j.train.TrainingMemory;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.StageName;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What a run takes beyond the process as it is before the first stage: its largest stage, the baseline that is trained beside it, and what stays of the others.
 *
 * @param config what is run
 * @param training what its stages take
 * @param prefetch what batches take that wait for the trainer, at most
 */
record RunMemory(RunConfig config, TrainingMemory training, long prefetch) {

  /** What later stages leave behind beside their arrays: compiled code, and what building their graphs leaves in the allocator's pools. */
  private static final long LATER_STAGES = 150L << 20;

  /** Weights, and the two moments of Adam. */
  private static final long STATES_OF_A_TREE = 3;

  /** Bytes of arrays at the peak. */
  long arrays() {
    AutoMtlSettings settings = settings();
    long stages = settings.stages().stream().mapToLong(this::stage).max().orElse(0);
    if (!settings.stages().contains(StageName.POST) || config.baselines().isEmpty()) {
      return stages + prefetch;
    }
    long baseline = plain(settings.postTraining().scheduledUpdater());
    boolean beside = SideTraining.isBeside(config) && config.baselines().stream().anyMatch(b -> !b.isComparison());
    long finished = config.baselines().size() * training.found();
    // Each tree that is alive has weights of its own, and what its optimiser remembers of them.
    long trees = GrowStages.of(config).map(grow -> (1L + grow.trees()) * STATES_OF_A_TREE * training.found()).orElse(0L);
    return (beside ? stages + baseline : Math.max(stages, baseline)) + finished + prefetch + trees;
  }

  /** Bytes of the process at the peak. A run is long enough to fill the heap that the JVM has reserved, which is emptied no earlier. */
  long peak() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return TrainingMemory.peak(training.process(), arrays()) + heap.getCommitted() - heap.getUsed() + LATER_STAGES;
  }

  private AutoMtlSettings settings() {
    return GrowStages.like(config);
  }

  private long stage(StageName stage) {
    AutoMtlSettings settings = settings();
    return switch (stage) {
      case PRE -> mixed(settings.preTraining().updater().toUpdater());
      case SEARCH -> mixed(settings.policySearch().weightUpdater().toUpdater());
      case SAMPLE -> plain(settings.postTraining().scheduledUpdater()) - givenUp();
      case POST -> plain(settings.postTraining().scheduledUpdater()) + training.found() - givenUp(); // and the finished model
    };
  }

  /** What the process had taken for the super-model and no longer has in the stages after the search. */
  private long givenUp() {
    return settings().keepsWeights() ? 0 : training.parameters();
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
