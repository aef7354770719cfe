package org.automtl4j.train.loop;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.network.View;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.GradientChain;
import org.automtl4j.train.step.GradientHandling;
import org.automtl4j.train.step.NoiseSource;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.StepPlan;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Learns on a copy of a network's numbers what its training costs on this machine: the memory from the plans of a step, before any of it is taken, and the time
 * from a few steps. One task is measured and stands for all where tasks step in turn. The network's own numbers are not touched.
 */
public final class StepProbe implements AutoCloseable {
  private static final int WARM_UP = 3;
  private static final int TIMED = 3;

  private final Network network;
  private final LoopSettings settings;
  private final Parameters copy;
  private final boolean joint;
  private final List<Task> unit;
  private final ParameterLearning learning = new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0), 0)));
  private final GradientChain chain;
  private final MultiDataSet batch;
  private final PlanMemory memory = new PlanMemory();

  /**
   * @param network the structure
   * @param settings batch size, stepping and data
   */
  public StepProbe(Network network, LoopSettings settings) {
    this.network = network;
    this.settings = settings;
    this.copy = Parameters.fresh(network, 0);
    this.chain = new GradientChain(copy, learning, GradientHandling.DIRECT);
    this.joint = settings.stepping() == TaskStepping.JOINT || settings.stepping() == TaskStepping.GATHERED && network.inOnePass();
    this.unit = joint ? network.tasks() : network.tasks().subList(0, 1);
    String[] names = unit.stream().map(Task::name).toArray(String[]::new);
    try (MultiTaskIterator batches = MultiTaskIterator.training(settings.data(), Split.TRAIN, settings.batchSize()).tasks(names).build()) {
      this.batch = batches.next();
    }
  }

  /**
   * @param view what is computed
   * @return the plan of a step that trains the weights; the caller closes it. Plans of one probe share their memory
   */
  public StepPlan plan(View view) {
    return StepPlan.of(network, copy, Phase.of("probe", view, Split.TRAIN, learning), unit, settings::loss, 0, batch, memory);
  }

  /** @return rows of the images of a batch, in pixels */
  public int height() {
    return (int) batch.getFeatures(0).size(2);
  }

  /** @return columns of the images of a batch, in pixels */
  public int width() {
    return (int) batch.getFeatures(0).size(3);
  }

  /**
   * @param plan of this probe
   * @return wall time of one iteration, in which every task takes a step
   */
  public double seconds(StepPlan plan) {
    NoiseSource noise = NoiseSource.of(0, "probe");
    long start = 0;
    for (int i = 0; i < WARM_UP + TIMED; i++) {
      if (i == WARM_UP) {
        start = System.nanoTime();
      }
      if (!plan.forward(batch, Map.of(), noise).losses().isEmpty()) {
        plan.backward(chain.at(i));
      }
    }
    double step = (System.nanoTime() - start) * 1e-9 / TIMED;
    return step * (joint ? 1 : network.tasks().size());
  }

  @Override
  public void close() {
    chain.close();
    learning.close();
    copy.close();
  }
}
