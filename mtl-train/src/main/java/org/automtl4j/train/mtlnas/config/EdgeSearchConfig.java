package org.automtl4j.train.mtlnas.config;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.data.transform.SearchSplit;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.mtlnas.EdgeSearch;
import org.automtl4j.train.mtlnas.FusionTraining;
import org.automtl4j.train.mtlnas.Gates;

/**
 * The search of edges.
 *
 * @param steps steps, each of the gates' logits and of the weights
 * @param split how the training samples are parted
 * @param share of the weights
 * @param weights how the weights learn
 * @param discretise gates in the steps of the weights
 * @param relax gates in the steps of the logits
 * @param gates how the logits learn
 * @param gatesWeightDecay coupled L2 of the logits
 * @param gatesSchedule learning rate of the logits over the steps
 * @param temperature of relaxed samples
 * @param entropy factor of the gates' entropy
 * @param open factor of how open gates are
 * @param openByChannels whether an edge counts by its channels there
 * @param openEnds whether that factor is 0 once its period is over
 */
public record EdgeSearchConfig(
    @Key(value = "Steps; in each the gates' logits learn on one batch, then the weights on another.", byDefault = "20001", min = 0) int steps,
    @Key(value = "How the training samples are parted: drawn anew for each pass, always the same, or as the data set stores it.", byDefault = "REDRAWN") Parting split,
    @Key(value = "Share of the samples that the weights learn from.", byDefault = "0.5", above = 0, below = 1) double share,
    @Key(value = "How the weights learn; their `iterations` are the steps of the search.", byDefault = "{}") FusionTrainingConfig weights,
    @Key(value = "Gates in the steps of the weights.", byDefault = "GUMBEL") Gates discretise,
    @Key(value = "Gates in the steps of the logits.", byDefault = "SIGMOID") Gates relax,
    @Key(value = "Update rule of the logits.", byDefault = "{type: ADAM, learningRate: 0.003, beta1: 0.5}") UpdaterConfig gates,
    @Key(value = "Factor of the logits that is added to their gradients (L2).", byDefault = "0.001", min = 0) double gatesWeightDecay,
    @Key(value = "The learning rate of the logits over the steps.", byDefault = "{type: CONSTANT}") ScheduleConfig gatesSchedule,
    @Key(value = "Temperature of relaxed samples.", byDefault = "{start: 1, end: 0, power: 2}") PeriodConfig temperature,
    @Key("Factor of the gates' entropy, which drives them to 0 or 1; none by default.") Optional<PeriodConfig> entropy,
    @Key("Factor of how open gates are in the mean (L1), which drives them to 0; none by default.") Optional<PeriodConfig> open,
    @Key(value = "Whether an edge counts there in proportion to its target's channels.", byDefault = "false") boolean openByChannels,
    @Key(value = "Whether that factor is 0 once its period is over.", byDefault = "false") boolean openEnds) {

  /** How the training samples are parted. */
  public enum Parting {
    /** Drawn anew for each pass. */
    REDRAWN,
    /** Always the same, in the data set's order. */
    FIXED,
    /** As the data set stores it. */
    STORED
  }

  /** Checks that the weights' iterations are not given beside the steps. */
  public EdgeSearchConfig {
    if (weights.iterations() != steps && weights.iterations() != FusionTrainingConfig.defaults().iterations()) {
      throw new InvalidInputException("search.weights.iterations: found " + weights.iterations() + ", allowed: nothing, since search.steps says how many there are");
    }
  }

  /**
   * The weights alone, as the search trains them, for as many steps, on all training data.
   *
   * @param id the stage's name
   * @param view what is trained
   * @return the stage
   */
  public FusionTraining weightsAlone(String id, FusionView view) {
    UpdaterConfig rule = weights.updater();
    return new FusionTraining(id, view, steps, rule.toUpdater(weights.schedule().toSchedule(rule.learningRate(), steps)), weights.weightDecay(), weights.rates().toFactors(),
        Optional.empty(), false);
  }

  /** @return the stage */
  public EdgeSearch stage() {
    SearchSplit parting = switch (split) {
      case REDRAWN -> new SearchSplit.Redrawn(share);
      case FIXED -> new SearchSplit.Fixed(share);
      case STORED -> new SearchSplit.Stored();
    };
    UpdaterConfig rule = weights.updater();
    EdgeSearch.Weights learning = new EdgeSearch.Weights(rule.toUpdater(weights.schedule().toSchedule(rule.learningRate(), steps)), weights.weightDecay(),
        weights.rates().toFactors(), discretise);
    EdgeSearch.Logits logits = new EdgeSearch.Logits(gates.toUpdater(gatesSchedule.toSchedule(gates.learningRate(), steps)), gatesWeightDecay, relax,
        temperature.toPeriod(), entropy.map(PeriodConfig::toPeriod), open.map(PeriodConfig::toPeriod), openByChannels, openEnds);
    return new EdgeSearch(steps, learning, logits, parting);
  }
}
