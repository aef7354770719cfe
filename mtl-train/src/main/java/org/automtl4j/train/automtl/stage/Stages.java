package org.automtl4j.train.automtl.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.PolicyDistribution;
import org.automtl4j.graph.automtl.PolicyNode;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.choice.Site;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.MultiTaskModelBuilder;
import org.automtl4j.train.automtl.settings.ModelSettings;
import org.automtl4j.train.listener.ChoiceSnapshot.Choice;
import org.automtl4j.train.loop.Preprocessings;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.IUpdater;

/** What AutoMTL's stages have in common. */
final class Stages {
  /** The phase that trains weights; its name seeds random streams. */
  static final String WEIGHTS = "weights";

  private Stages() {}

  /** What is trained, as a super-model. */
  static SuperModel superModel(StageContext context) {
    if (context.network() instanceof BranchNetwork network) {
      return SuperModel.of(network, context.parameters(), context.settings().seed());
    }
    throw new InvalidInputException("this stage trains AutoMTL's super-model, found a network of method '" + context.network().method() + "'");
  }

  /** A model with new weights, and without those of branches that no task takes, which would never learn and nobody would read. */
  static SuperModel fresh(StageContext context, String stream, BranchView view) {
    SuperModel superModel = superModel(context);
    return superModel.fresh(RandomStream.of(context.settings().seed(), stream).nextLong(), PathParameters.of(superModel, view.stage(), view.architecture()));
  }

  static StageTask task(StageContext context, SuperModel model, String name, Dependencies settings, int iterations, PhaseSchedule schedule) {
    return new StageTask(model.network(), model.parameters(), name, ModelSettings.of(context.settings(), model.network()).and(settings), iterations, schedule,
        Judgement.TRAINED, List::of);
  }

  /** The one phase of a model that is trained on the whole training split. */
  static Phase weights(BranchView view, LoopSettings settings, IUpdater updater, double weightDecay, StepSettings step) {
    return Phase.of(WEIGHTS, view, Split.TRAIN, new ParameterLearning(step.weights(updater, weightDecay))).with(new Objective(settings.weights(), List.of()))
        .with(step.handling());
  }

  /** What the policies say. */
  static List<Choice> choices(SuperModel model) {
    List<Branch> branches = List.of(Branch.values());
    List<Choice> choices = new ArrayList<>();
    model.tasks().forEach(task -> {
      PolicyDistribution distribution = PolicyDistribution.of(model, task.name());
      for (PolicyNode node : model.policyNodes()) {
        Site site = new Site(node.key(), Optional.of(task.name()), branches.stream().map(Branch::label).toList());
        choices.add(new Choice(site, branches.stream().map(branch -> distribution.probability(node, branch)).toList()));
      }
    });
    return choices;
  }

  static MultiTaskModelBuilder finished(StageContext context, SuperModel model, Stage stage) {
    LoopSettings settings = context.settings();
    return MultiTaskModel.builder(model)
        .stage(stage)
        .inputSize(settings.data().height(), settings.data().width())
        .preprocessing(Preprocessings.of(settings.data()))
        .data(settings.data().name(), settings.data().fingerprint(), Preprocessings.licence(settings.data()))
        .seed(settings.seed());
  }
}
