package org.automtl4j.train.mtlnas.config;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;

/**
 * The section {@code method} of NDDR-CNN.
 *
 * @param stages the stages to run
 * @param space where the networks of the tasks are connected
 * @param weights weights that tasks' networks start from
 * @param single the stage SINGLE
 * @param training the stage FUSE
 * @param auxiliary sites that give an auxiliary prediction
 * @param auxiliaryFactor factor of their losses
 */
public record NddrSettings(
    @Key(value = "The stages to run, in this order.", byDefault = "[SINGLE, FUSE]", size = -2) List<Stage> stages,
    @Key(value = "Where the networks of the tasks are connected, and how; all edges are open.",
        byDefault = "{cut: POOLINGS, depthLimit: 1, allowCrossGroup: false, operator: NDDR, start: [0.9, 0.1], momentum: 0.05, shortcut: false}") SpaceConfig space,
    @Key(value = "Weights of trained single-task networks that tasks start from, such as those that the authors publish.", byDefault = "[]") List<ImportedWeights> weights,
    @Key(value = "The stage `SINGLE`: each task's network is trained by itself.", byDefault = "{}") FusionTrainingConfig single,
    @Key(value = "The stage `FUSE`: the connected networks are trained.", byDefault = "{}") FusionTrainingConfig training,
    @Key(value = "Sites that give an auxiliary prediction in the stage `FUSE`.", byDefault = "[]") List<String> auxiliary,
    @Key(value = "Factor of the auxiliary losses.", byDefault = "{start: 0.4, end: 0}") PeriodConfig auxiliaryFactor) {

  /** The stages of a run. */
  public enum Stage {
    /** Each task's network by itself. */
    SINGLE,
    /** The connected networks. */
    FUSE
  }

  /** Checks the order of the stages. */
  public NddrSettings {
    stages = List.copyOf(stages);
    weights = List.copyOf(weights);
    auxiliary = List.copyOf(auxiliary);
    if (stages.size() == 2 && !stages.equals(List.of(Stage.SINGLE, Stage.FUSE)) || stages.size() > 2) {
      throw new InvalidInputException("stages: found " + stages + ", allowed: each at most once, in the order SINGLE, FUSE");
    }
  }
}
