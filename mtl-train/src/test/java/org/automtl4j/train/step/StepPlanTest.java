package org.automtl4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** What a step minimises is fed: weights and factors change without another plan, even between its forward and its backward pass. */
class StepPlanTest {
  private static final String SHARED = "layer.0.shared.weight";

  private final SyntheticScenes data = SyntheticScenes.builder().size(8, 8).counts(4, 4, 4).seed(3).tasks("depth_zbuffer", "normal").build();
  private final SuperModel model = SuperModel.builder(Backbone.builder("fed").input(3).convolution(2, 3, c -> c.pad(1)).relu().build()).seed(1)
      .dataType(DataType.DOUBLE).task(data.task("depth_zbuffer"), TaskHead.conv1x1()).task(data.task("normal"), TaskHead.conv1x1()).build();
  private final ParameterLearning learning = new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0), 0)));
  private final MultiTaskIterator batches = MultiTaskIterator.training(data, Split.TRAIN, 2).tasks("depth_zbuffer", "normal").build();
  private final MultiDataSet batch = batches.next();

  @AfterEach
  void close() {
    batches.close();
    learning.close();
  }

  /** Half the squared length of a parameter. */
  private record Length(String parameter, OptionalDouble factor) implements Penalty {
    @Override
    public String name() {
      return "length";
    }

    @Override
    public Optional<Term> build(StepGraph step, String task) {
      var weight = step.graph().sameDiff().getVariable(parameter);
      return task.equals("normal") ? Optional.of(new Term(weight.mul(weight).sum().mul(0.5))) : Optional.empty();
    }
  }

  private Map<String, INDArray> gradients(Objective objective, Consumer<StepPlan> between) {
    Phase phase = Phase.of("fed", new BranchView.Common(), Split.TRAIN, learning).with(objective);
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    try (StepPlan plan = StepPlan.of(model.network(), model.parameters(), phase, model.tasks(), TaskLosses::of, 1, batch, new PlanMemory())) {
      StepOutcome outcome = plan.forward(batch, Map.of(), NoiseSource.of(1, "unused"));
      assertThat(outcome.losses().keySet()).containsExactly("depth_zbuffer", "normal");
      between.accept(plan);
      plan.backward((name, gradient, first) -> gradients.put(name, gradient.dup()));
    }
    return gradients;
  }

  private static Objective weights(double depth, double normal) {
    return new Objective(Map.of("depth_zbuffer", depth, "normal", normal), List.of());
  }

  @Test
  void weightsMayBeAssignedBetweenForwardAndBackward() {
    Map<String, INDArray> depth = gradients(weights(1, 0), plan -> {});
    Map<String, INDArray> normal = gradients(weights(0, 1), plan -> {});
    Map<String, INDArray> mixed = gradients(Objective.LOSSES, plan -> {
      plan.weigh("depth_zbuffer", 0.5);
      plan.weigh("normal", 4);
    });
    INDArray expected = depth.get(SHARED).mul(0.5).add(normal.get(SHARED).mul(4));
    assertThat(mixed.get(SHARED).sub(expected).amaxNumber().doubleValue()).isLessThan(1e-14);
    assertThat(mixed.get("head.normal.weight")).isEqualTo(normal.get("head.normal.weight").mul(4));
    assertThat(gradients(weights(0.5, 4), plan -> {}).get(SHARED)).isEqualTo(mixed.get(SHARED));
  }

  @Test
  void aPlanGoesBackToItsObjectiveInTheNextForwardPass() {
    Map<String, INDArray> expected = gradients(Objective.LOSSES, plan -> {});
    Map<String, INDArray> found = gradients(Objective.LOSSES, plan -> {
      plan.weigh("normal", 7);
      plan.backward((name, gradient, first) -> {});
      plan.forward(batch, Map.of(), NoiseSource.of(1, "unused"));
    });
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aPenaltyIsAddedByItsFactorAndOneWithoutIsOnlyReported() {
    INDArray plain = gradients(Objective.LOSSES, plan -> {}).get(SHARED);
    INDArray added = gradients(new Objective(Map.of(), List.of(new Length(SHARED, OptionalDouble.of(0.25)))), plan -> {}).get(SHARED);
    assertThat(added.sub(plain).sub(model.parameters().get(SHARED).mul(0.25)).amaxNumber().doubleValue()).isLessThan(1e-14);
    Objective reported = new Objective(Map.of(), List.of(new Length(SHARED, OptionalDouble.empty())));
    assertThat(gradients(reported, plan -> {
      StepOutcome outcome = plan.forward(batch, Map.of(), NoiseSource.of(1, "unused"));
      double length = model.parameters().get(SHARED).norm2Number().doubleValue();
      assertThat(outcome.penalties().keySet()).containsExactly("length");
      assertThat(outcome.penalties().get("length").keySet()).containsExactly("normal");
      assertThat(outcome.penalties().get("length").get("normal")).isCloseTo(length * length / 2, within(1e-12));
    }).get(SHARED)).isEqualTo(plain);
  }
}
