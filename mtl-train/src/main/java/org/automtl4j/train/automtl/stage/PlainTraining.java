package org.automtl4j.train.automtl.stage;

import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.automtl.settings.StageSettings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Trains a network of branches without a search, from fresh weights: what all tasks share, or what each has of its own.
 *
 * @param view {@link BranchView.Common} or {@link BranchView.TaskSpecific}, which are one with a single task
 * @param iterations how many; in one iteration every task takes one step
 * @param updater Adam, Sgd or Nesterovs; its learning rate may follow a schedule over iterations
 * @param weightDecay factor of weight decay, coupled unless {@code step} says otherwise
 * @param step how steps depart from the published ones
 */
public record PlainTraining(BranchView view, int iterations, IUpdater updater, double weightDecay, StepSettings step) implements TrainingStage<MultiTaskModel> {
  private static final String HARD_SHARING = "hard-sharing";
  private static final String SINGLE_TASK = "single-task";

  @Override
  public String id() {
    return view instanceof BranchView.TaskSpecific ? SINGLE_TASK : HARD_SHARING;
  }

  @Override
  public MultiTaskModel run(StageContext context) {
    // With one task there is nothing but what is shared.
    boolean alone = context.network().tasks().size() == 1;
    BranchView trained = alone ? new BranchView.Common() : view;
    SuperModel model = Stages.fresh(context, "post-train", trained);
    Phase phase = Stages.weights(trained, context.settings(), updater, weightDecay, step);
    String name = alone ? SINGLE_TASK + " " + model.tasks().get(0).name() : id();
    HardSharing words = new HardSharing(iterations, updater, weightDecay, step);
    context.train(Stages.task(context, model, name, StageSettings.of(words), iterations, PhaseSchedule.single(phase)));
    MultiTaskModel finished = Stages.finished(context, model, trained.stage()).build();
    model.parameters().close();
    return finished;
  }
}
