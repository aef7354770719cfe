package org.automtl4j.train.automtl.stage;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.automtl.FrozenLogits;
import org.automtl4j.train.automtl.SharingPenalty;
import org.automtl4j.train.automtl.compat.CompatHabits;
import org.automtl4j.train.automtl.settings.StageSettings;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.ScalarSchedule;
import org.nd4j.linalg.learning.config.Adam;

/** Turns a {@link PolicySearch} into two phases that take turns. */
final class SearchPhases {
  /** The phase whose iterations the temperature counts; its name seeds random streams and stands in checkpoints. */
  private static final String POLICIES = "policies";
  private static final String TEMPERATURE = "temperature";

  private final PolicySearch stage;
  private final StageContext context;
  private final SuperModel model;

  SearchPhases(PolicySearch stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.model = Stages.superModel(context);
    if (model.policyNodes().isEmpty()) {
      throw new InvalidInputException(
          "policySearch: the super-model has no policy nodes (" + model.tasks().size() + " task(s)); there is nothing to choose, post-train it as it is");
    }
  }

  StageReport train() {
    Adam adam = Adam.builder().learningRateSchedule(CompatHabits.of(context.settings().habits()).policyRate().schedule(stage.policyLearningRate())).beta1(0.9)
        .beta2(0.999).epsilon(1e-8).build();
    FrozenLogits frozen = FrozenLogits.of(model, stage.frozenLogits());
    frozen.restore();
    ParameterLearning policies = new ParameterLearning(ParameterGroup.all(Role.CHOICE, UpdateRule.of(adam, stage.policyWeightDecay())));
    Phase policySteps = phase(POLICIES, Split.TRAIN2, policies, SharingPenalty.trained(model, stage.lambda(), stage.regulariserScale())).withAfterStep(frozen::restore);
    ParameterLearning weights = new ParameterLearning(stage.step().weights(stage.weightUpdater(), stage.weightDecay()));
    Phase weightSteps = phase(Stages.WEIGHTS, Split.TRAIN1, weights, SharingPenalty.reported(model, stage.reportedScale()));
    PhaseSchedule turns = PhaseSchedule.blocks(policySteps, stage.policySteps(), weightSteps, stage.weightSteps());
    return context.train(Stages.task(context, model, stage.id(), StageSettings.of(stage), stage.iterations(), turns)
        .with(Judgement.ofSearch(() -> new BranchView.Hard(Architecture.argmax(model)))).withChoices(() -> Stages.choices(model)));
  }

  private Phase phase(String name, Split split, ParameterLearning learning, Penalty penalty) {
    return Phase.of(name, new BranchView.Soft(), split, learning)
        .with(new Objective(context.settings().weights(), List.of(penalty)))
        .with(TEMPERATURE, ScalarSchedule.byPhase(POLICIES, stage.temperature()::at))
        .with(stage.step().handling());
  }
}
