package org.automtl4j.train.grow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.automtl.settings.ModelSettings;
import org.automtl4j.train.method.Continuation;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Relay;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.StepWords;
import org.automtl4j.train.method.settings.UpdaterWords;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Hard sharing up to where trees fork from it. It has the weights, batches and steps of {@link org.automtl4j.train.automtl.stage.HardSharing} with the same settings, so that the
 * fork that goes on sharing everything ends as that does, bit for bit.
 *
 * @param iterations of trunk and fork together
 * @param fork share of the iterations after which trees fork, above 0 and below 1
 * @param updater Adam, Sgd or Nesterovs; the schedule of its learning rate is that of trunk and fork together
 * @param weightDecay factor of weight decay, coupled unless {@code step} says otherwise
 * @param step how steps depart from the published ones
 */
public record Trunk(int iterations, double fork, IUpdater updater, double weightDecay, StepSettings step) implements TrainingStage<TrunkState> {
  /** Where trees fork unless set. */
  public static final double DEFAULT_FORK = 0.4;
  /** The name that seeds the batches and noise of hard sharing. */
  private static final String STREAMS = "hard-sharing";

  /** Checks the ranges. */
  public Trunk {
    if (iterations < 2) {
      throw new InvalidInputException("trunk.iterations: found " + iterations + ", allowed: at least 2, of which trees train the later ones");
    }
    if (!(fork > 0 && fork < 1)) {
      throw new InvalidInputException("fork: found " + fork + ", allowed: a number above 0 and below 1, the share of the iterations after which trees fork");
    }
    if (!(weightDecay >= 0)) {
      throw new InvalidInputException("trunk.weightDecay: found " + weightDecay + ", allowed: at least 0");
    }
  }

  /**
   * @param iterations of trunk and fork together
   * @param updater Adam, Sgd or Nesterovs
   * @param weightDecay coupled weight decay, added to every gradient
   * @return a trunk from which trees fork after two fifths
   */
  public static Trunk of(int iterations, IUpdater updater, double weightDecay) {
    return new Trunk(iterations, DEFAULT_FORK, updater, weightDecay, StepSettings.PUBLISHED);
  }

  @Override
  public String id() {
    return "trunk";
  }

  /** @return after how many iterations trees fork */
  public int forkIteration() {
    return Math.max(1, Math.min(iterations - 1, (int) Math.round(fork * iterations)));
  }

  @Override
  public TrunkState run(StageContext context) {
    BranchNetwork network = network(context);
    SuperModel whole = SuperModel.of(network, context.parameters(), context.settings().seed());
    BranchView view = new BranchView.Common();
    SuperModel model = whole.fresh(RandomStream.of(context.settings().seed(), "post-train").nextLong(), PathParameters.of(whole, view.stage(), Optional.empty()));
    StageTask task = task(context.settings(), model, view, id(), "", forkIteration());
    return new TrunkState(this, model, context.train(task.with(new Relay(STREAMS, Optional.empty()))).end().orElseThrow());
  }

  private static BranchNetwork network(StageContext context) {
    if (!(context.network() instanceof BranchNetwork network)) {
      throw new InvalidInputException("trees grow in a network of method 'automtl', found one of method '" + context.network().method() + "'");
    }
    if (network.batchNormPolicy() != BatchNormPolicy.SEARCH) {
      throw new InvalidInputException("batchNormPolicy: found " + network.batchNormPolicy() + ", allowed for trees: SEARCH; BatchNorms of each task's own would leave nothing to "
          + "compute in common");
    }
    if (network.tasks().size() < 2) {
      throw new InvalidInputException("trees need at least two tasks, found " + network.tasks().size());
    }
    return network;
  }

  /** One training of one tree from the beginning of the trunk, or from where it has come to. */
  StageTask task(LoopSettings settings, SuperModel model, BranchView view, String name, String tree, int to) {
    Phase phase = Phase.of("weights", view, Split.TRAIN, new ParameterLearning(step.weights(updater, weightDecay))).with(new Objective(settings.weights(), List.of()))
        .with(step.handling());
    Words words = new Words("trunk.").put("iterations", iterations).put("fork", forkIteration()).put("weightDecay", weightDecay).put("tree", tree).put("to", to);
    Dependencies own = new Dependencies(StepWords.into(UpdaterWords.into(words, "updater", updater), step).words(), Map.of());
    return new StageTask(model.network(), model.parameters(), name, ModelSettings.of(settings, model.network()).and(own), to, PhaseSchedule.single(phase),
        new Judgement(Phase::view, false, false, false), List::of);
  }

  static Relay goingOn(Continuation from) {
    return new Relay(STREAMS, Optional.of(from));
  }
}
