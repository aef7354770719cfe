package org.automtl4j.train.mtlnas.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.OtherKey;
import org.automtl4j.train.config.StepConfig;
import org.automtl4j.train.config.TrainingConfig;

/**
 * The section {@code method} of MTL-NAS.
 *
 * @param stages the stages to run
 * @param space where the networks of the tasks may be connected
 * @param weights weights that tasks' networks start from
 * @param single the stage SINGLE
 * @param search the stage SEARCH
 * @param last the stage LAST
 * @param from what the last stage starts from
 * @param architecture edges to train, in place of searched ones
 */
public record MtlNasSettings(
    @Key(value = "The stages to run, in this order; `LAST`, which goes on with the open edges alone on all training data, is not in the paper.", byDefault = "[SINGLE, SEARCH]",
        size = -2) List<Stage> stages,
    @Key(value = "Where the networks of the tasks may be connected, and how.", byDefault = "{}") SpaceConfig space,
    @Key(value = "Weights of trained single-task networks that tasks start from, such as those that the authors publish.", byDefault = "[]") List<ImportedWeights> weights,
    @Key(value = "The stage `SINGLE`: each task's network is trained by itself.", byDefault = "{}") FusionTrainingConfig single,
    @Key(value = "The stage `SEARCH`: gates and weights learn in turn.", byDefault = "{}") EdgeSearchConfig search,
    @Key(value = "The stage `LAST`: the open edges are trained.", byDefault = "{}") FusionTrainingConfig last,
    @Key(value = "What the stage `LAST` starts from: the weights of the search, or fresh ones.", byDefault = "SEARCHED") Start from,
    @OtherKey("architecture") Optional<Path> architecture) {

  /** The stages of a run. */
  public enum Stage {
    /** Each task's network by itself. */
    SINGLE,
    /** Edges are searched. */
    SEARCH,
    /** The open edges are trained. */
    LAST
  }

  /** What the last stage starts from. */
  public enum Start {
    /** The weights of the search. */
    SEARCHED,
    /** Fresh weights. */
    SCRATCH
  }

  /** Checks the order of the stages. */
  public MtlNasSettings {
    stages = List.copyOf(stages);
    weights = List.copyOf(weights);
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i).compareTo(stages.get(i - 1)) <= 0) {
        throw new InvalidInputException("stages: found " + stages + ", allowed: each at most once, in the order SINGLE, SEARCH, LAST");
      }
    }
    if (architecture.isPresent() && (stages.contains(Stage.SEARCH) || !stages.contains(Stage.LAST))) {
      throw new InvalidInputException("architecture: edges that are given can only be trained: set method.stages to [LAST] or [SINGLE, LAST]; found " + stages);
    }
    if (architecture.isEmpty() && stages.contains(Stage.LAST) && !stages.contains(Stage.SEARCH)) {
      throw new InvalidInputException("stages: found " + stages + ", allowed: LAST behind SEARCH, which finds the edges that it trains, or with the key architecture, which gives them");
    }
  }

  /**
   * @param stage one of the stages
   * @return whether it is run
   */
  public boolean runs(Stage stage) {
    return stages.contains(stage);
  }

  /** @return whether the last stage gives up what the stages before it have learnt */
  public boolean beginsAnew() {
    return runs(Stage.LAST) && from == Start.SCRATCH;
  }

  /** @return how other methods are trained to be compared: by the rule of the edges' weights, with as many steps as those of all stages that lead to the model */
  public TrainingConfig compared() {
    FusionTrainingConfig rule = runs(Stage.SEARCH) && !beginsAnew() ? search.weights() : runs(Stage.LAST) ? last : single;
    int steps = runs(Stage.LAST) ? last.iterations() : 0;
    if (!beginsAnew()) {
      steps += (runs(Stage.SINGLE) ? single.iterations() : 0) + (runs(Stage.SEARCH) ? search.steps() : 0);
    }
    return new TrainingConfig(steps, rule.updater(), rule.weightDecay(), rule.schedule(), StepConfig.PUBLISHED);
  }
}
