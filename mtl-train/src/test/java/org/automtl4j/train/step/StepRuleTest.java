package org.automtl4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.data.loss.TaskLosses;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.optimizer.UpdateRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Rules see each task's gradients at the same parameters, whether the tasks have one graph or several. */
class StepRuleTest {
  private final SyntheticScenes data = SyntheticScenes.builder().size(8, 8).counts(6, 4, 4).seed(3).tasks("depth_zbuffer", "normal").build();

  private SuperModel model() {
    return SuperModel.builder(Backbone.builder("gathered").input(3).convolution(3, 3, c -> c.pad(1)).relu().build()).seed(1).dataType(DataType.DOUBLE)
        .task(data.task("depth_zbuffer"), TaskHead.conv1x1()).task(data.task("normal"), TaskHead.conv1x1()).build();
  }

  /** Gathers each task's gradients and hands out their sum. */
  private static final class Sum implements StepRule {
    private final boolean joint;
    private final List<Integer> learnt;
    private final Map<String, INDArray> sums = new LinkedHashMap<>();

    private Sum(boolean joint, List<Integer> learnt) {
      this.joint = joint;
      this.learnt = learnt;
    }

    @Override
    public boolean repeatsBackward() {
      return joint;
    }

    @Override
    public boolean gathers() {
      return true;
    }

    @Override
    public void backward(StepPlan plan, StepOutcome outcome, GradientSink sink) {
      outcome.losses().keySet().forEach(task -> plan.backward(task, (name, gradient, first) -> {
        assertThat(first).isZero();
        sums.merge(name, gradient.dup(), INDArray::add);
      }));
    }

    @Override
    public void iterationDone(int iteration, GradientSink sink) {
      sums.forEach((name, sum) -> sink.accept(name, sum, 0));
      sums.clear();
    }

    @Override
    public void learnt(int iteration) {
      learnt.add(iteration);
    }
  }

  @ParameterizedTest
  @EnumSource(TaskStepping.class)
  void theSumOfTheTasksGradientsIsTheGradientOfTheSum(TaskStepping stepping) {
    HardSharing stage = new HardSharing(3, new Sgd(0.05), 0);
    SuperModel expected;
    // One batch holds all samples, so that each task sees what all tasks together see.
    try (Trainer trainer = Trainer.builder(model(), data).batchSize(6).taskStepping(TaskStepping.JOINT).build()) {
      expected = trainer.run(stage).superModel();
    }
    List<Integer> learnt = new ArrayList<>();
    try (Trainer trainer = Trainer.builder(model(), data).batchSize(6).taskStepping(stepping)
        .rules((task, phase) -> new Sum(stepping == TaskStepping.JOINT, learnt)).build()) {
      SuperModel found = trainer.run(stage).superModel();
      found.parameters().all().forEach(p -> assertThat(p.array().sub(expected.parameters().get(p.name())).amaxNumber().doubleValue()).as(p.name()).isLessThan(1e-12));
    }
    assertThat(learnt).containsExactly(0, 1, 2);
  }

  @Test
  void aPassAgainChangesNothingAndSeesTheParametersAsTheyAre() {
    SuperModel model = model();
    ParameterLearning learning = new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0), 0)));
    Phase phase = Phase.of("again", new BranchView.Common(), Split.TRAIN, learning);
    List<Task> tasks = model.tasks();
    try (MultiTaskIterator batches = MultiTaskIterator.training(data, Split.TRAIN, 2).tasks("depth_zbuffer", "normal").build()) {
      MultiDataSet batch = batches.next();
      try (StepPlan plan = StepPlan.of(model.network(), model.parameters(), phase, tasks, TaskLosses::of, 1, batch, new PlanMemory())) {
        Map<String, Double> losses = plan.forward(batch, Map.of(), NoiseSource.of(1, "unused")).losses();
        assertThat(plan.again()).isEqualTo(losses);
        model.parameters().get("head.normal.weight").muli(2);
        assertThat(plan.again().get("normal")).isNotEqualTo(losses.get("normal"));
        assertThat(plan.again().get("depth_zbuffer")).isEqualTo(losses.get("depth_zbuffer"));
      }
    } finally {
      learning.close();
    }
  }
}
