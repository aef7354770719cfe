package org.automtl4j.train.adamtl;

import java.util.List;
import java.util.Objects;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;

/**
 * Teaches the controllers to keep everything, while all blocks see all tokens, so that the next stage begins with the network that was trained before. Nothing else
 * learns; running statistics of the decoders' BatchNorms move, and stochastic depth is on, as published.
 *
 * @param learning how
 */
public record ControllerTraining(Learning learning) implements TrainingStage<StageReport> {
  static final String ID = "controllers";

  /** Checks that nothing is missing. */
  public ControllerTraining {
    Objects.requireNonNull(learning, "learning");
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public StageReport run(StageContext context) {
    return context.train(task(AdaptiveStages.network(context, ID, true), context));
  }

  StageTask task(AdaptiveSwin structure, StageContext context) {
    Objective keep = new Objective(AdaptiveStages.without(context.settings().weights(), structure.tasks(), List.of()), List.of(new KeepPenalty(structure)));
    Phase phase = Phase.of("controllers", new AdaptiveView.Watched(), Split.TRAIN, learning.of(p -> AdaptiveSwin.isController(p.name()))).with(keep)
        .with(learning.handling());
    return StageTask.of(context.network(), context.parameters(), ID, Dependencies.of(AdaptiveStages.words(ID, learning).words()), learning.iterations(),
        PhaseSchedule.single(phase)).with(Judgement.ofSearch(AdaptiveView.Adaptive::new));
  }
}
