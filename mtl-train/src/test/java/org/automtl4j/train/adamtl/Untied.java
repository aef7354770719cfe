package org.automtl4j.train.adamtl;

import java.util.function.Function;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;

/** The stages on whatever network a test puts in the place of theirs. */
public final class Untied implements TrainingStage<StageReport> {
  public static final String LEFT_OUT = KeepPenalty.NAME;
  public static final String EFFICIENCY = EfficiencyPenalty.NAME;
  private final Function<StageContext, StageTask> task;

  private Untied(Function<StageContext, StageTask> task) {
    this.task = task;
  }

  public static Untied of(StaticTraining stage) {
    return new Untied(stage::task);
  }

  public static Untied of(ControllerTraining stage, AdaptiveSwin structure) {
    return new Untied(context -> stage.task(structure, context));
  }

  public static Untied of(AdaptiveTraining stage, AdaptiveSwin structure) {
    return new Untied(context -> stage.task(structure, context));
  }

  @Override
  public String id() {
    return "untied";
  }

  @Override
  public StageReport run(StageContext context) {
    return context.train(task.apply(context));
  }
}
