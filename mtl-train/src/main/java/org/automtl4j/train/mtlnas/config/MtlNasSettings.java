package org.automtl4j.train.mtlnas.config;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;

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
 */
public record MtlNasSettings(
    @Key(value = "The stages to run, in this order; `LAST`, which goes on with the open edges alone on all training data, is not in the paper.", byDefault = "[SINGLE, SEARCH]",
        size = -2) List<Stage> stages,
    @Key(value = "Where the networks of the tasks may be connected, and how.", byDefault = "{}") SpaceConfig space,
    @Key(value = "Weights of trained single-task networks that tasks start from, such as those that the authors publish.", byDefault = "[]") List<ImportedWeights> weights,
    @Key(value = "The stage `SINGLE`: each task's network is trained by itself.", byDefault = "{}") FusionTrainingConfig single,
    @Key(value = "The stage `SEARCH`: gates and weights learn in turn.", byDefault = "{}") EdgeSearchConfig search,
    @Key(value = "The stage `LAST`: the open edges are trained.", byDefault = "{}") FusionTrainingConfig last,
    @Key(value = "What the stage `LAST` starts from: the weights of the search, or fresh ones.", byDefault = "SEARCHED") Start from) {

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
    if (stages.contains(Stage.LAST) && !stages.contains(Stage.SEARCH)) {
      throw new InvalidInputException("stages: found " + stages + ", allowed: LAST behind SEARCH, which finds the edges that it trains");
    }
  }
}
