package org.automtl4j.train.automtl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.loss.TaskLosses;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.plan.Work;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.GradientChain;
import org.automtl4j.train.step.NoiseSource;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.StepPlan;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Iterations of one phase over batches that stay the same, to learn what they cost, with the optimisers of the stages' defaults. */
public final class PhaseRun implements AutoCloseable {
  private static final double TEMPERATURE = 5;

  private final SuperModel model;
  private final NoiseSource noise;
  private final Map<List<Task>, MultiDataSet> batches = new LinkedHashMap<>();
  private final Map<List<Task>, StepPlan> plans = new LinkedHashMap<>();
  private final PlanMemory memory = new PlanMemory();
  private final long seed;
  private Phase phase;
  private Optional<GradientChain> chain = Optional.empty();
  private int iteration;

  /**
   * @param model whose parameters will change
   * @param seed of noise and dropout
   * @param stepping whether each task takes a step, or all of them one together
   * @param batch makes one for the tasks of a step
   */
  public PhaseRun(SuperModel model, long seed, TaskStepping stepping, Function<List<Task>, MultiDataSet> batch) {
    this.model = model;
    this.seed = seed;
    this.noise = NoiseSource.of(seed, "bench");
    List<List<Task>> units = stepping == TaskStepping.JOINT ? List.of(model.tasks()) : model.tasks().stream().map(List::of).toList();
    units.forEach(unit -> batches.put(unit, batch.apply(unit)));
  }

  /** Iterations are those of pre-training from now on. */
  public void preTraining() {
    PreTraining defaults = PreTraining.builder().build();
    begin(Stage.PRE_TRAIN, Optional.empty(), Role.WEIGHT, Objective.LOSSES, defaults.updater(), defaults.weightDecay());
  }

  /** Iterations are those of the search's policy steps from now on. */
  public void policySteps() {
    PolicySearch s = PolicySearch.builder().build();
    Objective objective = new Objective(Map.of(), List.of(SharingPenalty.trained(model, s.lambda(), s.regulariserScale())));
    begin(Stage.SOFT, Optional.empty(), Role.CHOICE, objective, new Adam(s.policyLearningRate(), 0.9, 0.999, 1e-8), s.policyWeightDecay());
  }

  /** Iterations are those of the search's weight steps from now on. */
  public void weightSteps() {
    PolicySearch s = PolicySearch.builder().build();
    Objective objective = new Objective(Map.of(), List.of(SharingPenalty.reported(model, s.reportedScale())));
    begin(Stage.SOFT, Optional.empty(), Role.WEIGHT, objective, s.weightUpdater(), s.weightDecay());
  }

  /**
   * Iterations are those of post-training from now on.
   *
   * @param architecture the branches; not looked at with a single task
   */
  public void postTraining(Architecture architecture) {
    PreTraining defaults = PreTraining.builder().build();
    begin(Stage.HARD, Optional.of(architecture), Role.WEIGHT, Objective.LOSSES, defaults.updater(), defaults.weightDecay());
  }

  private void begin(
      Stage stage, Optional<Architecture> architecture, Role trained, Objective objective, IUpdater updater, double weightDecay) {
    close();
    ParameterLearning learning = new ParameterLearning(ParameterGroup.all(trained, UpdateRule.of(updater, weightDecay)));
    phase = Phase.of("bench", BranchView.of(stage, architecture), Split.TRAIN, learning).with(objective);
    chain = Optional.of(new GradientChain(model.parameters(), learning, phase.handling()));
    batches.forEach((unit, batch) -> plans.put(unit, StepPlan.of(model.network(), model.parameters(), phase, unit, TaskLosses::of, seed, batch, memory)));
  }

  /** A step of every task. */
  public void iterate() {
    plans.forEach((unit, plan) -> {
      plan.forward(batches.get(unit), Map.of("temperature", TEMPERATURE), noise);
      plan.backward(chain.orElseThrow().at(iteration));
    });
    iteration++;
  }

  /** @return bytes of parameters, running statistics and the optimiser's state; gradients live in the plans' memory, each until its parameter has learnt */
  public long staticBytes() {
    long weights = model.parameters().all().stream().mapToLong(p -> bytes(p.array())).sum();
    return weights + phase.learning().bytes();
  }

  /** @return bytes that the steps of the phase are going to take beyond what is there already: memory of the largest plan, and the optimiser's state */
  public long bytesToCome() {
    long trained = plans.values().stream().flatMap(plan -> plan.trained().stream()).distinct().mapToLong(n -> bytes(model.parameters().get(n))).sum();
    return plans.values().stream().mapToLong(StepPlan::bytes).max().orElse(0) + phase.learning().states() * trained;
  }

  /** @return what an iteration has to do: the steps of all tasks, and the optimiser's, which read parameters, gradients and states and write all but the gradients */
  public Work work() {
    Work steps = plans.values().stream().map(StepPlan::work).reduce(Work.NONE, Work::plus);
    return steps.plus(new Work(0, plans.values().stream().mapToLong(plan -> (3 + 2L * phase.learning().states()) * plan.gradientBytes()).sum()));
  }

  private static long bytes(INDArray array) {
    return array.length() * array.dataType().width();
  }

  @Override
  public void close() {
    plans.values().forEach(StepPlan::close);
    plans.clear();
    chain.ifPresent(GradientChain::close);
    if (phase != null) {
      phase.learning().close();
    }
  }
}
