package org.automtl4j.train.automtl.stage;

import java.util.Objects;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.automtl.settings.StageSettings;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Stage three: the model that was found is trained on the training split.
 *
 * @param architecture the branch of every node and task
 * @param iterations how many; in one iteration every task takes one step
 * @param updater Adam, Sgd or Nesterovs; its learning rate may follow a schedule over iterations
 * @param weightDecay factor of weight decay, coupled unless {@code step} says otherwise
 * @param from where the weights come from
 * @param step how steps depart from the published ones
 */
public record PostTraining(Architecture architecture, int iterations, IUpdater updater, double weightDecay, PostTrainingStart from,
    StepSettings step) implements TrainingStage<MultiTaskModel> {

  /** Iterations unless set. */
  public static final int DEFAULT_ITERATIONS = TrainingConfig.PUBLISHED.iterations();
  /** Weight decay unless set. */
  public static final double DEFAULT_WEIGHT_DECAY = TrainingConfig.PUBLISHED.weightDecay();
  /** Where the weights come from unless set. */
  public static final PostTrainingStart DEFAULT_START = PostTrainingStart.SCRATCH;

  /** Checks the ranges. */
  public PostTraining {
    Objects.requireNonNull(architecture, "architecture");
    StageChecks.iterations("postTraining", iterations);
    StageChecks.notNegative("postTraining.weightDecay", weightDecay);
  }

  @Override
  public String id() {
    return "post-train";
  }

  @Override
  public MultiTaskModel run(StageContext context) {
    SuperModel superModel = Stages.superModel(context);
    architecture.checkedAgainst(superModel);
    BranchView view = new BranchView.Hard(architecture);
    boolean searched = from == PostTrainingStart.SEARCHED;
    SuperModel model = searched ? superModel : Stages.fresh(context, id(), view);
    Phase phase = Stages.weights(view, context.settings(), updater, weightDecay, step);
    context.train(Stages.task(context, model, id(), StageSettings.of(this), iterations, PhaseSchedule.single(phase)));
    MultiTaskModel found = Stages.finished(context, model, Stage.HARD).architecture(architecture).build();
    if (!searched) {
      model.parameters().close();
    }
    return found;
  }

  /** @return the update rule unless set: Adam(1e-3, 0.5, 0.999) halved every 4,000 iterations */
  public static Adam defaultUpdater() {
    return (Adam) TrainingConfig.PUBLISHED.scheduledUpdater();
  }

  /**
   * @param architecture the branch of every node and task
   * @return a builder with the paper's settings: 30,000 iterations, Adam(1e-3, 0.5, 0.999) halved every 4,000, L2 1e-4, from scratch
   */
  public static Builder builder(Architecture architecture) {
    return new Builder(architecture);
  }

  /** Builds a {@link PostTraining}. */
  public static final class Builder {
    private final Architecture architecture;
    private int iterations = DEFAULT_ITERATIONS;
    private IUpdater updater = defaultUpdater();
    private double weightDecay = DEFAULT_WEIGHT_DECAY;
    private PostTrainingStart from = DEFAULT_START;
    private StepSettings step = StepSettings.PUBLISHED;

    private Builder(Architecture architecture) {
      this.architecture = architecture;
    }

    /**
     * @param n how many iterations
     * @return this
     */
    public Builder iterations(int n) {
      iterations = n;
      return this;
    }

    /**
     * @param rule the update rule
     * @return this
     */
    public Builder updater(IUpdater rule) {
      updater = rule;
      return this;
    }

    /**
     * @param decay coupled weight decay
     * @return this
     */
    public Builder weightDecay(double decay) {
      weightDecay = decay;
      return this;
    }

    /**
     * @param where the weights come from
     * @return this
     */
    public Builder from(PostTrainingStart where) {
      from = where;
      return this;
    }

    /**
     * @param how how steps depart from the published ones
     * @return this
     */
    public Builder step(StepSettings how) {
      step = how;
      return this;
    }

    /**
     * @return the stage
     * @throws InvalidInputException if a value is out of its range
     */
    public PostTraining build() {
      return new PostTraining(architecture, iterations, updater, weightDecay, from, step);
    }
  }
}
