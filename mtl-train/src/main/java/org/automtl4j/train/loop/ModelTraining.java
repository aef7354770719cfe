package org.automtl4j.train.loop;

import java.util.List;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.config.TrainingConfig;
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

/**
 * A whole training of a network's own numbers, for methods whose last stage, or only one, is nothing else: all weights that a view reaches learn from the
 * training split, and a finished model is made of them.
 *
 * @param id the stage's name in events, checkpoints and random streams
 * @param view what is trained
 * @param training how
 */
public record ModelTraining(String id, View view, TrainingConfig training) implements TrainingStage<MultiTaskModel> {
  private static final String WEIGHTS = "weights";

  @Override
  public MultiTaskModel run(StageContext context) {
    ParameterLearning learning = new ParameterLearning(training.stepSettings().weights(training.scheduledUpdater(), training.weightDecay()));
    Phase phase = Phase.of(WEIGHTS, view, Split.TRAIN, learning).with(new Objective(context.settings().weights(), List.of())).with(training.stepSettings().handling());
    context.train(StageTask.of(context.network(), context.parameters(), id, settings(), training.iterations(), PhaseSchedule.single(phase)));
    MultiTaskDataSet data = context.settings().data();
    return MultiTaskModel.builder(context.network(), context.parameters(), view)
        .inputSize(data.height(), data.width())
        .preprocessing(Preprocessings.of(data))
        .data(data.name(), data.fingerprint(), Preprocessings.licence(data))
        .seed(context.settings().seed())
        .build();
  }

  private Dependencies settings() {
    Words words = new Words(id + ".").put("view", view.id()).put("iterations", training.iterations()).put("weightDecay", training.weightDecay());
    return Dependencies.of(StepWords.into(UpdaterWords.into(words, "updater", training.scheduledUpdater()), training.stepSettings()).words());
  }
}
