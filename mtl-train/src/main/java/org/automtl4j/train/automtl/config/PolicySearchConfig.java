package org.automtl4j.train.automtl.config;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.StepConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The stage SEARCH: policies and weights are trained in turns, on the two halves of the training split.
 *
 * @param iterations iterations, of both kinds together
 * @param policySteps policy iterations of one turn
 * @param weightSteps weight iterations of one turn
 * @param policyLearningRate learning rate of the policies
 * @param policyWeightDecay coupled L2 factor of the policies
 * @param weightUpdater update rule of the weights
 * @param weightDecay factor of the weights' decay
 * @param lambda factor of the policy regulariser
 * @param temperature temperature of the first policy iteration
 * @param temperatureDecay its factor after every policySteps + 1 policy iterations; empty: 0.965, or none where finalTemperature is given
 * @param finalTemperature temperature of the last policy iteration; empty: steps by temperatureDecay
 * @param shareBottom convolutions at the bottom that stay shared
 * @param weightSchedule the learning rate of the weights over the iterations; empty: constant
 * @param step how weight steps depart from the published ones; of policy steps, accumulation and clipping
 */
public record PolicySearchConfig(
    @Key(value = "Iterations, of policies and of weights together.", min = 0) int iterations,
    @Key(value = "Policy iterations of one turn, which come first.", min = 1) int policySteps,
    @Key(value = "Weight iterations of one turn.", min = 0) int weightSteps,
    @Key(value = "Learning rate of the policies (Adam, betas 0.9 and 0.999).", above = 0) double policyLearningRate,
    @Key(value = "Factor of the policies that is added to their gradients (coupled L2).", min = 0) double policyWeightDecay,
    @Key("Update rule of the weights.") UpdaterConfig weightUpdater,
    @Key(value = "Factor of the weights that is added to their gradients (coupled L2); with `ADAMW`, of what each step takes away.", min = 0) double weightDecay,
    @Key(value = "Factor of the policy regulariser, which pulls towards sharing.", min = 0) double lambda,
    @Key(value = "Temperature of the relaxed choice in the first policy iteration.", above = 0) double temperature,
    @Key(value = "Factor of the temperature after every `policySteps` + 1 policy iterations; 0.965 unless `finalTemperature` is given.", above = 0, max = 1)
        Optional<Double> temperatureDecay,
    @Key(value = "Temperature of the last policy iteration, reached geometrically; in place of `temperatureDecay`.", above = 0)
        Optional<Double> finalTemperature,
    @Key(value = "The first so many convolutions, in file order, stay shared by all tasks.", min = 0) int shareBottom,
    @Key("The learning rate of the weights over the iterations, those of policies counted too; constant by default.") Optional<ScheduleConfig> weightSchedule,
    @Key(value = "How weight steps depart from the published ones; `clipNorm` and `accumulate` hold for policy steps too.", byDefault = "{}") StepConfig step) {

  /** Checks that there is one way to cool down. */
  public PolicySearchConfig {
    if (temperatureDecay.isPresent() && finalTemperature.isPresent()) {
      throw new InvalidInputException("found both temperatureDecay and finalTemperature, allowed: one of them; leave the other empty");
    }
  }

  /** @return the defaults: those of the stage's builder, which cools down by steps */
  public static PolicySearchConfig defaults() {
    PolicySearch stage = PolicySearch.builder().build();
    return new PolicySearchConfig(stage.iterations(), stage.policySteps(), stage.weightSteps(), stage.policyLearningRate(), stage.policyWeightDecay(),
        UpdaterConfig.of(stage.weightUpdater()), stage.weightDecay(), stage.lambda(), TemperatureSchedule.published(stage.policySteps()).start(), Optional.empty(),
        Optional.empty(), stage.frozenLogits(), Optional.empty(), StepConfig.PUBLISHED);
  }

  /** @return policy iterations of the whole stage: iteration i is one if i modulo (policySteps + weightSteps) is less than policySteps */
  public int policyIterations() {
    int turn = Math.addExact(policySteps, weightSteps);
    return iterations / turn * policySteps + Math.min(iterations % turn, policySteps);
  }

  /** @return the update rule of the weights with the schedule in it */
  public IUpdater scheduledUpdater() {
    return weightSchedule.map(s -> weightUpdater.toUpdater(s.toSchedule(weightUpdater.learningRate(), iterations))).orElseGet(weightUpdater::toUpdater);
  }

  /** @return the temperature over the policy iterations */
  public TemperatureSchedule temperatureSchedule() {
    if (finalTemperature.isPresent()) {
      return new TemperatureSchedule.Geometric(temperature, finalTemperature.get(), Math.max(1, policyIterations()));
    }
    return new TemperatureSchedule.Stepwise(temperature, temperatureDecay.orElse(TemperatureSchedule.published(policySteps).decay()), policySteps + 1);
  }
}
