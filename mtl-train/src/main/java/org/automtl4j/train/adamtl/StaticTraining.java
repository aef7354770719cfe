package org.automtl4j.train.adamtl;

import java.util.List;
import java.util.Objects;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;

/**
 * Trains encoder and decoders while every block sees every token.
 *
 * @param learning how
 * @param freezeEncoder whether the decoders alone learn
 */
public record StaticTraining(Learning learning, boolean freezeEncoder) implements TrainingStage<StageReport> {
  static final String ID = "static";

  /** Checks that nothing is missing. */
  public StaticTraining {
    Objects.requireNonNull(learning, "learning");
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public StageReport run(StageContext context) {
    AdaptiveStages.network(context, ID, false);
    return context.train(task(context));
  }

  StageTask task(StageContext context) {
    Phase phase = Phase.of("weights", new AdaptiveView.Static(), Split.TRAIN,
        learning.of(p -> !AdaptiveSwin.isController(p.name()) && !(freezeEncoder && p.name().startsWith(AdaptiveSwin.ENCODER + "."))))
        .with(new Objective(context.settings().weights(), List.of())).with(learning.handling());
    return StageTask.of(context.network(), context.parameters(), ID, Dependencies.of(AdaptiveStages.words(ID, learning).put("freezeEncoder", freezeEncoder).words()),
        learning.iterations(), PhaseSchedule.single(phase));
  }
}
