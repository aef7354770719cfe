package org.automtl4j.train.automtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.ParameterStore.Role;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.MultiTaskModelBuilder;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.listener.CandidatesRanked;
import org.automtl4j.train.loop.LoopSettings;
import org.automtl4j.train.loop.Preprocessings;
import org.automtl4j.train.loop.ProcessUsage;
import org.automtl4j.train.loop.StageLoop;
import org.automtl4j.train.loop.StageTask;
import org.automtl4j.train.loop.StageTraining;
import org.automtl4j.train.loop.settings.StageSettings;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.GradientHandling;
import org.automtl4j.train.step.IdleUpdates;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.nd4j.linalg.learning.config.Adam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the stages: turns each stage's settings into phases of the {@link StageLoop}. */
public final class StageRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);
  private static final String WEIGHTS = "weights";
  private static final String POLICIES = StageLoop.POLICIES;

  private final SuperModel superModel;
  private final LoopSettings settings;
  /** What the super-model's parameters have been through; models that are trained from fresh weights begin anew. */
  private final IdleUpdates idle;
  private double trainedSeconds;

  /**
   * @param superModel what is trained
   * @param settings of the run
   */
  public StageRunner(SuperModel superModel, LoopSettings settings) {
    this.superModel = superModel;
    this.settings = settings;
    this.idle = new IdleUpdates(settings.compat().idleParameters());
  }

  /**
   * Stage one.
   *
   * @param stage its settings
   */
  public void preTrain(PreTraining stage) {
    if (superModel.policyNodes().isEmpty()) {
      LOG.warn("pre-training: there is nothing for tasks to choose ({} task(s)), so that no policy search can follow; post-training alone does", superModel.tasks().size());
    }
    ParameterLearning learning = new ParameterLearning(stage.step().weights(stage.updater(), stage.weightDecay()));
    Phase phase = new Phase(WEIGHTS, Stage.PRE_TRAIN, Optional.empty(), Split.TRAIN, learning, Objective.LOSSES, stage.step().handling());
    train(StageTask.of(superModel, "pre-train", StageSettings.of(stage), stage.iterations(), phase));
  }

  /**
   * Stage two.
   *
   * @param stage its settings
   */
  public void search(PolicySearch stage) {
    if (superModel.policyNodes().isEmpty()) {
      throw new InvalidInputException(
          "policySearch: the super-model has no policy nodes (" + superModel.tasks().size() + " task(s)); there is nothing to choose, post-train it as it is");
    }
    Adam adam = Adam.builder().learningRateSchedule(settings.compat().policyRate().schedule(stage.policyLearningRate())).beta1(0.9).beta2(0.999).epsilon(1e-8)
        .build();
    ParameterLearning policies = new ParameterLearning(ParameterGroup.all(Role.POLICY, UpdateRule.of(adam, stage.policyWeightDecay())));
    FrozenLogits frozen = FrozenLogits.of(superModel, stage.frozenLogits());
    frozen.restore();
    ParameterLearning weights = new ParameterLearning(stage.step().weights(stage.weightUpdater(), stage.weightDecay()));
    Phase policyPhase =
        new Phase(
            POLICIES,
            Stage.SOFT,
            Optional.empty(),
            Split.TRAIN2,
            policies,
            new Objective(settings.weights(), List.of(SharingPenalty.trained(superModel, stage.lambda(), stage.regulariserScale()))),
            stage.step().handling(),
            Optional.of(frozen));
    Phase weightPhase =
        new Phase(
            WEIGHTS,
            Stage.SOFT,
            Optional.empty(),
            Split.TRAIN1,
            weights,
            new Objective(settings.weights(), List.of(SharingPenalty.reported(superModel, stage.reportedScale()))),
            stage.step().handling());
    train(
        new StageTask(
            superModel,
            "policy-train",
            StageSettings.of(stage),
            stage.iterations(),
            PhaseSchedule.blocks(policyPhase, stage.policySteps(), weightPhase, stage.weightSteps()),
            i -> stage.temperature().at(i),
            true,
            Optional.empty()));
  }

  /**
   * Between stages two and three.
   *
   * @param stage its settings
   * @return the architecture that goes on
   */
  public Architecture sample(PolicySampling stage) {
    List<Architecture> candidates = Candidates.draw(superModel, stage, RandomStream.of(settings.seed(), "sampling"));
    if (candidates.size() == 1 || stage.iterations() == 0) {
      tell(candidates, new double[0], 0);
      return candidates.get(0);
    }
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Architecture candidate = candidates.get(i);
      // The same fresh weights for each, so that only the architectures differ.
      SuperModel model = fresh("candidates", Stage.HARD, Optional.of(candidate));
      ParameterLearning learning = new ParameterLearning(stage.step().weights(stage.updater(), stage.weightDecay()));
      String name = "candidate " + (i + 1) + "/" + candidates.size();
      StageTask task = StageTask.of(model, name, StageSettings.of(stage), stage.iterations(), hard(candidate, learning, stage.step().handling())).asCandidate(candidate);
      evaluations.add(train(task).evaluation().get(0));
      free(model);
    }
    double[] deltas = CandidateRanking.deltas(superModel.tasks(), evaluations, settings.compat());
    int best = CandidateRanking.best(deltas);
    tell(candidates, deltas, best);
    return candidates.get(best);
  }

  private void tell(List<Architecture> candidates, double[] deltas, int best) {
    SharedWork work = SharedWork.of(superModel, settings.data().height(), settings.data().width());
    double single = work.singleTasks().multiplyAdds();
    List<CandidatesRanked.Candidate> ranked = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      ModelSize size = work.of(candidates.get(i)).size();
      OptionalDouble delta = deltas.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(deltas[i]);
      ranked.add(new CandidatesRanked.Candidate(candidates.get(i), size, delta, i == best));
      if (delta.isPresent()) {
        LOG.info("candidate {}: {} of the single-task parameters, {} of their multiply-adds, {} against the mean of the candidates on validation{}", i + 1,
            percent("%.1f %%", Candidates.share(superModel, candidates.get(i))), percent("%.1f %%", size.multiplyAdds() / single),
            percent("%+.1f %%", delta.getAsDouble()), i == best ? ", taken" : "");
      }
    }
    CandidatesRanked event = new CandidatesRanked(settings.model(), ranked);
    settings.listeners().forEach(listener -> listener.candidatesRanked(event));
  }

  private static String percent(String format, double fraction) {
    return String.format(Locale.ROOT, format, 100 * fraction);
  }

  /**
   * Stage three.
   *
   * @param stage its settings
   * @return the finished model
   */
  public MultiTaskModel postTrain(PostTraining stage) {
    stage.architecture().checkedAgainst(superModel);
    SuperModel model = stage.from() == PostTrainingStart.SEARCHED ? superModel : fresh("post-train", Stage.HARD, Optional.of(stage.architecture()));
    Phase phase = hard(stage.architecture(), new ParameterLearning(stage.step().weights(stage.updater(), stage.weightDecay())), stage.step().handling());
    train(StageTask.of(model, "post-train", StageSettings.of(stage), stage.iterations(), phase));
    MultiTaskModel found = finished(model, Stage.HARD).architecture(stage.architecture()).build();
    if (model != superModel) {
      free(model);
    }
    return found;
  }

  /**
   * The baseline without a search.
   *
   * @param stage its settings
   * @return the finished model
   */
  public MultiTaskModel hardSharing(HardSharing stage) {
    SuperModel model = fresh("post-train", Stage.COMMON, Optional.empty());
    ParameterLearning learning = new ParameterLearning(stage.step().weights(stage.updater(), stage.weightDecay()));
    Phase phase = new Phase(WEIGHTS, Stage.COMMON, Optional.empty(), Split.TRAIN, learning, new Objective(settings.weights(), List.of()), stage.step().handling());
    String name = model.isSingleTask() ? "single-task " + model.tasks().get(0).name() : "hard-sharing";
    train(StageTask.of(model, name, StageSettings.of(stage), stage.iterations(), phase));
    MultiTaskModel shared = finished(model, Stage.COMMON).build();
    free(model);
    return shared;
  }

  /** A model with new weights, and without those of branches that no task takes, which would never learn and nobody would read. */
  private SuperModel fresh(String stream, Stage stage, Optional<Architecture> architecture) {
    return superModel.fresh(RandomStream.of(settings.seed(), stream).nextLong(), PathParameters.of(superModel, stage, architecture));
  }

  /** The parameters lie beside Java's heap, whose collector need not come by for a long time. */
  private static void free(SuperModel model) {
    model.parameters().close();
  }

  private MultiTaskModelBuilder finished(SuperModel model, Stage stage) {
    return MultiTaskModel.builder(model)
        .stage(stage)
        .inputSize(settings.data().height(), settings.data().width())
        .preprocessing(Preprocessings.of(settings.data()))
        .data(settings.data().name(), settings.data().fingerprint(), Preprocessings.licence(settings.data()))
        .seed(settings.seed());
  }

  private Phase hard(Architecture architecture, ParameterLearning learning, GradientHandling handling) {
    return new Phase(WEIGHTS, Stage.HARD, Optional.of(architecture), Split.TRAIN, learning, new Objective(settings.weights(), List.of()), handling);
  }

  private Progress train(StageTask task) {
    ProcessUsage.trim(); // or what earlier stages freed would lie beside what this one takes
    Progress progress = StageTraining.run(task, settings, task.model() == superModel ? idle : new IdleUpdates(settings.compat().idleParameters()));
    trainedSeconds += progress.seconds();
    return progress;
  }

  /** @return wall time of all stages so far; of a resumed run, that of all its parts */
  public double trainedSeconds() {
    return trainedSeconds;
  }

  @Override
  public void close() {
    // Loops close what they make; nothing outlives a stage.
  }
}
