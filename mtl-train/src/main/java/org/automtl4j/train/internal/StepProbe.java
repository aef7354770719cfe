package org.automtl4j.train.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.graph.RandomStream;
import org.automtl4j.graph.plan.PlanMemory;
import org.automtl4j.graph.supermodel.ParameterStore.Role;
import org.automtl4j.graph.supermodel.Stage;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;
import org.automtl4j.train.TaskStepping;
import org.automtl4j.train.TrainingCost;
import org.automtl4j.train.optimizer.Optimizer;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Takes a few steps on a copy of a model to learn what a step costs on this machine. The model itself is not touched.
 *
 * @param seconds wall time of one iteration (every task once)
 * @param bytes memory of the plans, which take turns in it: that of the largest
 */
public record StepProbe(double seconds, long bytes) {
  private static final int WARM_UP = 3;
  private static final int TIMED = 3;

  /**
   * @param model a model of the structure to be trained
   * @param settings batch size, stepping and data
   * @param stage the path to measure, {@link Stage#PRE_TRAIN} or {@link Stage#COMMON}
   * @return its cost; one task is measured and stands for all
   * @throws org.automtl4j.graph.InvalidInputException if the memory that this process may take does not do for training
   */
  public static StepProbe measure(SuperModel model, LoopSettings settings, Stage stage) {
    SuperModel copy = model.fresh(0);
    boolean joint = settings.stepping() == TaskStepping.JOINT;
    List<Task> unit = joint ? copy.tasks() : copy.tasks().subList(0, 1);
    String[] names = unit.stream().map(Task::name).toArray(String[]::new);
    GumbelNoise noise = GumbelNoise.of(RandomStream.of(0, "probe"));
    try (Optimizer optimizer = Optimizer.of(new Sgd(0), 0);
        MultiTaskIterator batches = MultiTaskIterator.training(settings.data(), Split.TRAIN, settings.batchSize()).tasks(names).build()) {
      Phase phase = new Phase("probe", stage, Optional.empty(), Split.TRAIN, Role.WEIGHT, Map.of(), Optional.empty(), optimizer);
      MultiDataSet batch = batches.next();
      try (StepPlan plan = StepPlan.of(copy, phase, unit, settings::loss, 0, batch, new PlanMemory())) {
        TrainingCost.checkFits(plan.bytes(), copy.parameters().all().stream().mapToLong(p -> PhaseRun.bytes(p.array())).sum());
        long start = 0;
        for (int i = 0; i < WARM_UP + TIMED; i++) {
          if (i == WARM_UP) {
            start = System.nanoTime();
          }
          if (!plan.forward(batch, 1, noise).losses().isEmpty()) {
            plan.backward(optimizer, i);
          }
        }
        double step = (System.nanoTime() - start) * 1e-9 / TIMED;
        int units = joint ? 1 : copy.tasks().size();
        return new StepProbe(step * units, plan.bytes());
      }
    }
  }
}
