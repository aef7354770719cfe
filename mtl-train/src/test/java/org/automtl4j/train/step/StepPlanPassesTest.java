package org.automtl4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
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
import org.automtl4j.train.optimizer.UpdateRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** A step's passes may be repeated: backward for each task, and forward at other parameters. */
class StepPlanPassesTest {
  private final SyntheticScenes data = SyntheticScenes.builder().size(8, 8).counts(6, 4, 4).seed(3).tasks("depth_zbuffer", "normal").build();
  private final SuperModel model = SuperModel.builder(Backbone.builder("passes").input(3).convolution(3, 3, c -> c.pad(1)).batchNorm().relu().dropout(0.5).build()).seed(1)
      .dataType(DataType.DOUBLE).task(data.task("depth_zbuffer"), TaskHead.conv1x1()).task(data.task("normal"), TaskHead.conv1x1()).build();

  /** What is to be done with a plan whose forward pass is done. */
  private interface Check {
    void check(StepPlan plan, MultiDataSet batch, Map<String, Double> losses);
  }

  private void afterForward(Check check) {
    try (ParameterLearning learning = new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0), 0)));
        MultiTaskIterator batches = MultiTaskIterator.training(data, Split.TRAIN, 2).tasks("depth_zbuffer", "normal").build()) {
      Phase phase = Phase.of("passes", new BranchView.Common(), Split.TRAIN, learning);
      List<Task> tasks = model.tasks();
      MultiDataSet batch = batches.next();
      try (StepPlan plan = StepPlan.of(model.network(), model.parameters(), phase, tasks, TaskLosses::of, 1, batch, new PlanMemory(), true)) {
        check.check(plan, batch, plan.forward(batch, Map.of(), NoiseSource.of(1, "unused")).losses());
      }
    }
  }

  @Test
  void theGradientsOfTasksAddUpToThatOfTheSum() {
    afterForward((plan, batch, losses) -> {
      Map<String, INDArray> sums = new HashMap<>();
      losses.keySet().forEach(task -> plan.backward(task, (name, gradient, first) -> {
        assertThat(first).isZero();
        sums.merge(name, gradient.dup(), INDArray::add);
      }));
      plan.backward((name, gradient, first) -> assertThat(sums.get(name).sub(gradient).amaxNumber().doubleValue()).as(name).isLessThan(1e-12));
      assertThat(sums.keySet()).isEqualTo(plan.trained());
    });
  }

  @Test
  void aLookAgainMovesNoStatisticsAndSeesTheParametersAsTheyAre() {
    afterForward((plan, batch, losses) -> {
      INDArray mean = model.parameters().all().stream().filter(p -> model.parameters().spec(p.name()).role() == Role.STATISTIC).findFirst().orElseThrow().array();
      INDArray before = mean.dup();
      plan.dropoutCounter(plan.dropoutCounter() - 1);
      assertThat(plan.look(batch, Map.of(), NoiseSource.of(1, "unused")).losses()).isEqualTo(losses);
      model.parameters().get("head.normal.weight").muli(2);
      plan.dropoutCounter(plan.dropoutCounter() - 1);
      Map<String, Double> after = plan.look(batch, Map.of(), NoiseSource.of(1, "unused")).losses();
      assertThat(after.get("normal")).isNotEqualTo(losses.get("normal"));
      assertThat(after.get("depth_zbuffer")).isEqualTo(losses.get("depth_zbuffer"));
      assertThat(mean).isEqualTo(before);
    });
  }
}
