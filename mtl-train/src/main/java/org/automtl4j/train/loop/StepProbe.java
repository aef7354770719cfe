package org.automtl4j.train.loop;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.ParameterStore.Parameter;
import org.automtl4j.graph.automtl.ParameterStore.Role;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.train.TrainingMemory;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.GradientChain;
import org.automtl4j.train.step.GradientHandling;
import org.automtl4j.train.step.GumbelNoise;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.StepPlan;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Learns on a copy of a model what its training costs on this machine: the memory from the plans of a step, before any of it is taken, and the time from a few
 * steps. One task is measured and stands for all. The model itself is not touched.
 */
public final class StepProbe implements AutoCloseable {
  private static final int WARM_UP = 3;
  private static final int TIMED = 3;

  private final long process = ProcessUsage.residentBytes().orElse(0);
  private final SuperModel model;
  private final SuperModel copy;
  private final boolean joint;
  private final List<Task> unit;
  private final ParameterLearning learning = new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0), 0)));
  private final GradientChain chain;
  private final MultiDataSet batch;
  private final StepPlan mixed;
  private final StepPlan plain;

  /**
   * @param model a model of the structure to be trained
   * @param settings batch size, stepping and data
   */
  public StepProbe(SuperModel model, LoopSettings settings) {
    this.model = model;
    this.copy = model.fresh(0);
    this.chain = new GradientChain(copy.parameters(), learning, GradientHandling.DIRECT);
    this.joint = settings.stepping() == TaskStepping.JOINT;
    this.unit = joint ? copy.tasks() : copy.tasks().subList(0, 1);
    String[] names = unit.stream().map(Task::name).toArray(String[]::new);
    try (MultiTaskIterator batches = MultiTaskIterator.training(settings.data(), Split.TRAIN, settings.batchSize()).tasks(names).build()) {
      this.batch = batches.next();
    }
    PlanMemory memory = new PlanMemory();
    this.mixed = plan(Stage.PRE_TRAIN, settings, memory);
    this.plain = plan(Stage.COMMON, settings, memory);
  }

  private StepPlan plan(Stage stage, LoopSettings settings, PlanMemory memory) {
    Phase phase = new Phase("probe", stage, Optional.empty(), Split.TRAIN, learning, Objective.LOSSES, GradientHandling.DIRECT);
    return StepPlan.of(copy, phase, unit, settings::loss, 0, batch, memory);
  }

  /** @return what training will take */
  public TrainingMemory memory() {
    int height = (int) batch.getFeatures(0).size(2);
    int width = (int) batch.getFeatures(0).size(3);
    Optional<Architecture> drawn = model.isSingleTask() ? Optional.empty() : Optional.of(Architecture.sample(model, RandomStream.of(0, "probe")));
    ModelSize found = ModelSize.of(model, model.isSingleTask() ? Stage.COMMON : Stage.HARD, drawn, height, width);
    List<Parameter> all = model.parameters().all();
    return new TrainingMemory(process, mixed.bytes(), plain.bytes(), all.stream().mapToLong(p -> PhaseRun.bytes(p.array())).sum(),
        all.stream().filter(p -> p.role() == Role.WEIGHT).mapToLong(p -> PhaseRun.bytes(p.array())).sum(), found.parameters() * model.dataType().width());
  }

  /** @return wall time of one iteration (every task once) with mixed branches */
  public double mixedSeconds() {
    return seconds(mixed);
  }

  /** @return wall time of one iteration (every task once) with one branch per node */
  public double plainSeconds() {
    return seconds(plain);
  }

  private double seconds(StepPlan plan) {
    GumbelNoise noise = GumbelNoise.of(RandomStream.of(0, "probe"));
    long start = 0;
    for (int i = 0; i < WARM_UP + TIMED; i++) {
      if (i == WARM_UP) {
        start = System.nanoTime();
      }
      if (!plan.forward(batch, 1, noise).losses().isEmpty()) {
        plan.backward(chain.at(i));
      }
    }
    double step = (System.nanoTime() - start) * 1e-9 / TIMED;
    return step * (joint ? 1 : copy.tasks().size());
  }

  @Override
  public void close() {
    mixed.close();
    plain.close();
    chain.close();
    learning.close();
    copy.parameters().close();
  }
}
