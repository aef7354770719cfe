package org.automtl4j.train.mtlnas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.transform.SearchSplit;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.listener.ChoiceSnapshot;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.UpdaterWords;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.ScalarSchedule;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The search of MTL-NAS (Gao et al., CVPR 2020): in each step the gates' logits learn on one batch, then the weights on another, from two halves of the training
 * data. What stays open is the architecture: edges whose logit is positive; the weights go with it, nothing is trained again.
 *
 * @param steps how many; each is two iterations of the engine, one of the logits and one of the weights
 * @param weights how the weights learn
 * @param gates how the logits learn
 * @param split how the training data are parted; its first part is the weights'
 */
public record EdgeSearch(int steps, Weights weights, Logits gates, SearchSplit split) implements TrainingStage<FusionArchitecture> {
  static final String ID = "edge-search";
  private static final String LOGITS = "gates";
  private static final String WEIGHTS = "weights";

  /**
   * How the weights learn.
   *
   * @param updater their update rule, its learning rate by step
   * @param weightDecay coupled L2 factor of all weights, BatchNorms and biases among them
   * @param rates what the learning rate is multiplied with for some of them
   * @param gates what gates are in the steps of the weights ("discretise")
   */
  public record Weights(IUpdater updater, double weightDecay, RateFactors rates, Gates gates) {}

  /**
   * How the logits learn.
   *
   * @param updater their update rule, its learning rate by step
   * @param weightDecay coupled L2 factor
   * @param gates what gates are in the steps of the logits ("relax")
   * @param temperature of relaxed samples, in both kinds of steps; what is below 0.001 acts like that
   * @param entropy factor of the gates' entropy; empty: no such term
   * @param open factor of how open gates are (L1); empty: no such term
   * @param openByChannels whether an edge counts by its target's channels there
   * @param openEnds whether that factor is 0 once its period is over
   */
  public record Logits(IUpdater updater, double weightDecay, Gates gates, Period temperature, Optional<Period> entropy, Optional<Period> open, boolean openByChannels,
      boolean openEnds) {}

  /** Checks the ranges. */
  public EdgeSearch {
    Objects.requireNonNull(split, "split");
    if (steps < 0) {
      throw new InvalidInputException("the steps of an edge search must not be negative, found " + steps);
    }
    if (weights.gates() == Gates.ALL != (gates.gates() == Gates.ALL)) {
      throw new InvalidInputException("gates are " + weights.gates() + " in the steps of the weights and " + gates.gates()
          + " in those of the logits; ALL, the super-network, is for both");
    }
  }

  /** @return a builder with the published defaults */
  public static EdgeSearchBuilder builder() {
    return new EdgeSearchBuilder();
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public FusionArchitecture run(StageContext context) {
    FusionNetwork network = FusionStages.network(context, ID);
    if (network.space().edges().isEmpty()) {
      throw new InvalidInputException("there is nothing to search: the space of " + network + " has no edge");
    }
    Parameters parameters = context.parameters();
    PhaseSchedule schedule = PhaseSchedule.blocks(logitSteps(network, context), 1, weightSteps(network, context), 1);
    MultiTaskDataSet parted = split.of(context.settings().data(), context.settings().batchSize(), context.settings().seed());
    context.train(StageTask.of(network, parameters, ID, Dependencies.of(words()), 2 * steps, schedule)
        .with(Judgement.ofSearch(() -> new FusionView.Discrete(network.positive(parameters))))
        .withChoices(() -> ChoiceSnapshot.choices(network.distribution(parameters))), parted);
    return weights.gates() == Gates.ALL ? FusionArchitecture.all(network) : network.positive(parameters);
  }

  private Phase logitSteps(FusionNetwork network, StageContext context) {
    List<Penalty> penalties = new ArrayList<>();
    gates.entropy().ifPresent(factor -> penalties.add(new GatePenalty.Entropy(network)));
    gates.open().ifPresent(factor -> penalties.add(new GatePenalty.Open(network, gates.openByChannels())));
    UpdateRule rule = UpdateRule.of(bySteps(gates.updater()), gates.weightDecay());
    Phase phase = Phase.of(LOGITS, gates.gates().view(), Split.TRAIN2, new ParameterLearning(ParameterGroup.all(Role.CHOICE, rule)))
        .with(new Objective(context.settings().weights(), penalties));
    if (gates.entropy().isPresent()) {
      phase = phase.with("factor.entropy", byStep(gates.entropy().get()));
    }
    if (gates.open().isPresent()) {
      Period factor = gates.open().get();
      phase = phase.with("factor.open", ScalarSchedule.byIteration(i -> gates.openEnds() && (double) (i / 2) / steps > factor.to() ? 0 : factor.at(i / 2, steps)));
    }
    return gates.gates().feed(phase, byStep(gates.temperature()));
  }

  private Phase weightSteps(FusionNetwork network, StageContext context) {
    UpdateRule rule = UpdateRule.of(bySteps(weights.updater()), weights.weightDecay());
    Phase phase = Phase.of(WEIGHTS, weights.gates().view(), Split.TRAIN1, weights.rates().learning(network, rule))
        .with(new Objective(context.settings().weights(), List.of()));
    return weights.gates().feed(phase, byStep(gates.temperature()));
  }

  private ScalarSchedule byStep(Period period) {
    return ScalarSchedule.byIteration(i -> period.at(i / 2, steps));
  }

  /** The rule with its rate by step, of which each is two iterations. */
  static IUpdater bySteps(IUpdater updater) {
    IUpdater slower = updater.clone();
    slower.setLrAndSchedule(updater.getLearningRate(0, 0), new PassSchedule(new RateOf(updater), 2));
    return slower;
  }

  private Map<String, String> words() {
    Words words = new Words("edgeSearch.").put("steps", steps).put("split", split).put("weights.weightDecay", weights.weightDecay()).put("weights.rates", weights.rates())
        .put("weights.gates", weights.gates()).put("gates.weightDecay", gates.weightDecay()).put("gates.gates", gates.gates())
        .put("gates.temperature", gates.temperature()).put("gates.entropy", gates.entropy()).put("gates.open", gates.open())
        .put("gates.openByChannels", gates.openByChannels()).put("gates.openEnds", gates.openEnds());
    UpdaterWords.into(words, "weights.updater", weights.updater());
    UpdaterWords.into(words, "gates.updater", gates.updater());
    return words.words();
  }
}
