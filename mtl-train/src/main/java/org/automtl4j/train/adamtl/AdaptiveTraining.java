package org.automtl4j.train.adamtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.graph.adamtl.Efficiency;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;

/**
 * Trains everything while the controllers decide, under a target of computation: with those of one task at a time first, if that is wanted, then with the decisions of
 * all tasks.
 *
 * @param learning how; its iterations are those of all tasks together, and its learning rate's clock begins anew where they begin
 * @param hard whether decisions are 0 or 1 with the gradient of soft ones, not soft ones
 * @param efficiency the target
 * @param turns of single tasks
 */
public record AdaptiveTraining(Learning learning, boolean hard, Efficiency efficiency, TaskTurns turns) implements TrainingStage<StageReport> {
  static final String ID = "adaptive";

  /** Checks that nothing is missing. */
  public AdaptiveTraining {
    Objects.requireNonNull(learning, "learning");
    Objects.requireNonNull(efficiency, "efficiency");
    Objects.requireNonNull(turns, "turns");
  }

  /** @return all iterations */
  public int iterations() {
    return Math.addExact(turns.all(), learning.iterations());
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
    if (turns.mode() != TaskTurns.Mode.NONE && structure.controllers().orElseThrow().policy() == ControllerPolicy.SINGLE) {
      throw new InvalidInputException("turns of single tasks: " + turns.mode() + ", allowed with controllers that all tasks share: " + TaskTurns.Mode.NONE);
    }
    List<String> tasks = structure.tasks().stream().map(Task::name).toList();
    int before = turns.all();
    Learning restarting = learning.startingAt(starts(tasks.size()));
    ParameterLearning all = restarting.of(p -> true);
    List<Phase> single = new ArrayList<>();
    if (before > 0) {
      for (String task : tasks) {
        Map<String, Double> weights = context.settings().weights();
        Objective objective = objective(structure, turns.ownLossOnly() ? AdaptiveStages.without(weights, structure.tasks(), List.of(task)) : weights);
        single.add(Phase.of("task-" + task, new AdaptiveView.Adaptive(hard, Optional.of(task)), Split.TRAIN, all.only(p -> learns(p, task, tasks))).with(objective)
            .with(learning.handling()));
      }
    }
    Phase together = Phase.of("all-tasks", new AdaptiveView.Adaptive(hard, Optional.empty()), Split.TRAIN, all)
        .with(objective(structure, context.settings().weights())).with(learning.handling());
    return StageTask.of(context.network(), context.parameters(), ID, Dependencies.of(AdaptiveStages.words(ID, restarting).put("hard", hard)
        .put("efficiency", efficiency).put("turns", turns).words()), iterations(), schedule(single, together))
        .with(new Judgement(phase -> new AdaptiveView.Adaptive(), true, true, false));
  }

  private Objective objective(AdaptiveSwin structure, Map<String, Double> weights) {
    return new Objective(weights, List.of(new EfficiencyPenalty(structure, efficiency)));
  }

  private List<Integer> starts(int tasks) {
    List<Integer> starts = new ArrayList<>();
    starts.add(0);
    for (int t = 1; turns.mode() == TaskTurns.Mode.SEQUENTIAL && t < tasks; t++) {
      starts.add(t * turns.ofATask(tasks));
    }
    if (turns.all() > 0) {
      starts.add(turns.all());
    }
    return starts;
  }

  private boolean learns(ParameterSpec parameter, String task, List<String> tasks) {
    String name = parameter.name();
    if (turns.mode() == TaskTurns.Mode.ALTERNATING) {
      return tasks.stream().noneMatch(other -> !other.equals(task) && AdaptiveSwin.isDecoder(name, other));
    }
    return AdaptiveSwin.isDecoder(name, task) || AdaptiveSwin.isControllerOf(name, task);
  }

  private PhaseSchedule schedule(List<Phase> single, Phase together) {
    if (single.isEmpty()) {
      return PhaseSchedule.single(together);
    }
    PhaseSchedule first = PhaseSchedule.roundRobin(single, turns.ofATask(single.size()));
    int before = turns.all();
    List<Phase> phases = new ArrayList<>(single);
    phases.add(together);
    return new PhaseSchedule.Schedule(phases, iteration -> iteration < before ? first.at(iteration) : new PhaseSchedule.Turn(together, iteration - before));
  }
}
