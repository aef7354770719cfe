package org.automtl4j.train.automtl.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.OtherKey;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.train.automtl.compat.SharedBottom;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.automtl.stage.PreTraining;

/**
 * AutoMTL's section of a configuration.
 *
 * @param stages the stages to run
 * @param batchNormPolicy whether BatchNorms are searched too
 * @param preTraining the stage PRE
 * @param policySearch the stage SEARCH
 * @param sampling the stage SAMPLE
 * @param postTraining the stage POST
 * @param sharedBottom what it means that the first convolutions are shared
 * @param architecture an architecture to train, in place of one that is searched
 */
public record AutoMtlSettings(
    @Key(value = "The stages to run, in this order.", byDefault = "[PRE, SEARCH, SAMPLE, POST]", size = -2) List<StageName> stages,
    @Key(value = "Whether BatchNorms belong to tasks, or have policies as convolutions do.", byDefault = "TASK_SPECIFIC") BatchNormPolicy batchNormPolicy,
    @Key(value = "The stage `PRE`: the mean of all branches is trained.", byDefault = "{}") PreTrainingConfig preTraining,
    @Key(value = "The stage `SEARCH`: policies and weights are trained in turns, on the two halves of the training split.", byDefault = "{}")
        PolicySearchConfig policySearch,
    @Key(value = "The stage `SAMPLE`: an architecture is drawn from the policies.", byDefault = "{}") SamplingConfig sampling,
    @Key(value = "The stage `POST`: the architecture that was found is trained. Baselines are trained by the same settings.", byDefault = "{}")
        PostTrainingConfig postTraining,
    @OtherKey("compat.sharedBottom") SharedBottom sharedBottom,
    @OtherKey("architecture") Optional<Path> architecture) {

  /** Checks the order of the stages. */
  public AutoMtlSettings {
    stages = List.copyOf(stages);
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i).compareTo(stages.get(i - 1)) <= 0) {
        throw new InvalidInputException("stages: found " + stages + ", allowed: each at most once, in the order PRE, SEARCH, SAMPLE, POST");
      }
    }
    if (architecture.isPresent() && !stages.equals(List.of(StageName.POST))) {
      throw new InvalidInputException("architecture: an architecture that is given can only be trained: set stages to [POST]; found " + stages);
    }
  }

  /**
   * @param stage one of the stages
   * @return whether it is run
   */
  public boolean runs(StageName stage) {
    return stages.contains(stage);
  }

  /** @return whether what comes after the search goes on from the super-model's weights, and not from its policies alone */
  public boolean keepsWeights() {
    return runs(StageName.POST) && postTraining.from() == PostTrainingStart.SEARCHED;
  }

  /** @return how many convolutions at the bottom have no policy */
  public int fixedBottom() {
    return sharedBottom == SharedBottom.FIXED ? policySearch.shareBottom() : 0;
  }

  /** @return the stage PRE */
  public PreTraining pre() {
    return PreTraining.builder()
        .iterations(preTraining.iterations())
        .updater(preTraining.scheduledUpdater())
        .weightDecay(preTraining.weightDecay())
        .step(preTraining.step().toSettings(preTraining.updater()))
        .build();
  }

  /** @return the stage SEARCH */
  public PolicySearch search() {
    return PolicySearch.builder()
        .iterations(policySearch.iterations())
        .policySteps(policySearch.policySteps())
        .weightSteps(policySearch.weightSteps())
        .policyLearningRate(policySearch.policyLearningRate())
        .policyWeightDecay(policySearch.policyWeightDecay())
        .weightUpdater(policySearch.scheduledUpdater())
        .step(policySearch.step().toSettings(policySearch.weightUpdater()))
        .weightDecay(policySearch.weightDecay())
        .lambda(policySearch.lambda())
        .frozenLogits(sharedBottom == SharedBottom.FROZEN_LOGITS ? policySearch.shareBottom() : 0)
        .temperature(policySearch.temperatureSchedule())
        .build();
  }

  /** @return the stage SAMPLE; the candidates' short training uses post-training's rule at its first learning rate */
  public PolicySampling sample() {
    return PolicySampling.builder()
        .candidates(sampling.candidates())
        .mode(sampling.mode())
        .maxParameters(sampling.maxParameters().orElse(Double.POSITIVE_INFINITY))
        .maxMultiplyAdds(sampling.maxMultiplyAdds().orElse(Double.POSITIVE_INFINITY))
        .iterations(sampling.iterations())
        .updater(postTraining.updater().toUpdater())
        .weightDecay(postTraining.weightDecay())
        .step(postTraining.step().toSettings(postTraining.updater()))
        .build();
  }

  /**
   * @param found the architecture to train
   * @return the stage POST
   */
  public PostTraining post(Architecture found) {
    return PostTraining.builder(found)
        .iterations(postTraining.iterations())
        .updater(postTraining.scheduledUpdater())
        .weightDecay(postTraining.weightDecay())
        .step(postTraining.step().toSettings(postTraining.updater()))
        .from(postTraining.from())
        .build();
  }
}
