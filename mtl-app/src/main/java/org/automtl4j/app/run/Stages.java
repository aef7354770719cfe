package org.automtl4j.app.run;

import org.automtl4j.app.config.PolicySearchConfig;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.train.automtl.compat.SharedBottom;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;

/** The stages as a configuration sets them. */
final class Stages {

  private Stages() {}

  static PreTraining pre(RunConfig config) {
    return PreTraining.builder()
        .iterations(config.preTraining().iterations())
        .updater(config.preTraining().scheduledUpdater())
        .weightDecay(config.preTraining().weightDecay())
        .step(config.preTraining().step().toSettings(config.preTraining().updater()))
        .build();
  }

  static PolicySearch search(RunConfig config) {
    PolicySearchConfig search = config.policySearch();
    return PolicySearch.builder()
        .iterations(search.iterations())
        .policySteps(search.policySteps())
        .weightSteps(search.weightSteps())
        .policyLearningRate(search.policyLearningRate())
        .policyWeightDecay(search.policyWeightDecay())
        .weightUpdater(search.scheduledUpdater())
        .step(search.step().toSettings(search.weightUpdater()))
        .weightDecay(search.weightDecay())
        .lambda(search.lambda())
        .frozenLogits(config.compat().sharedBottom() == SharedBottom.FROZEN_LOGITS ? search.shareBottom() : 0)
        .temperature(search.temperatureSchedule())
        .build();
  }

  /** The candidates' short training uses post-training's rule at its first learning rate. */
  static PolicySampling sampling(RunConfig config) {
    return PolicySampling.builder()
        .candidates(config.sampling().candidates())
        .mode(config.sampling().mode())
        .maxParameters(config.sampling().maxParameters().orElse(Double.POSITIVE_INFINITY))
        .iterations(config.sampling().iterations())
        .updater(config.postTraining().updater().toUpdater())
        .weightDecay(config.postTraining().weightDecay())
        .step(config.postTraining().step().toSettings(config.postTraining().updater()))
        .build();
  }

  static PostTraining post(RunConfig config, Architecture architecture) {
    return PostTraining.builder(architecture)
        .iterations(config.postTraining().iterations())
        .updater(config.postTraining().scheduledUpdater())
        .weightDecay(config.postTraining().weightDecay())
        .step(config.postTraining().step().toSettings(config.postTraining().updater()))
        .from(config.postTraining().from())
        .build();
  }
}
