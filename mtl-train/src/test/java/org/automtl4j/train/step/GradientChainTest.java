package org.automtl4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.optimizer.OptimizerState;
import org.automtl4j.train.optimizer.UpdateRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What happens to gradients between the plan and the parameters, and which parameters learn by which rule. */
class GradientChainTest {
  private static final String WEIGHT = "layer.0.shared.weight";
  private static final String HEAD = "head.a.weight";

  private final SuperModel model = SuperModel.builder(Backbone.builder("small").input(1).convolution(2, 1).build()).dataType(DataType.DOUBLE).seed(3)
      .task(Task.depth("a"), TaskHead.conv1x1()).build();
  private final Parameters parameters = model.parameters();

  private ParameterLearning descent() {
    return new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(1), 0)));
  }

  private GradientChain chain(int batches, double norm) {
    return new GradientChain(parameters, descent(), new GradientHandling(batches, norm > 0 ? OptionalDouble.of(norm) : OptionalDouble.empty()));
  }

  private INDArray gradient(String name, double value) {
    return Nd4j.valueArrayOf(parameters.get(name).shape(), value, DataType.DOUBLE);
  }

  /** What a step of rate 1 has taken away from a parameter: the gradient that it saw. */
  private INDArray seen(String name, Runnable step) {
    INDArray before = parameters.get(name).dup();
    step.run();
    return before.sub(parameters.get(name));
  }

  private void assertAll(INDArray found, double expected) {
    for (double x : found.toDoubleVector()) {
      assertThat(x).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void withNothingToHoldThemGradientsAreLearntFromAtOnce() {
    GradientSink sink = chain(1, 0).at(0);
    assertAll(seen(WEIGHT, () -> sink.accept(WEIGHT, gradient(WEIGHT, 0.5), 0)).reshape(2), 0.5);
  }

  @Test
  void severalBatchesGiveTheirMeanAndPartsOfGradientsLieWhereTheyBelong() {
    GradientSink sink = chain(3, 0).at(0);
    INDArray seen = seen(WEIGHT, () -> {
      sink.accept(WEIGHT, gradient(WEIGHT, 1), 0);
      sink.batchDone();
      sink.accept(WEIGHT, Nd4j.createFromArray(4.0), 1);
      sink.batchDone();
      sink.batchDone(); // this one does not reach the parameter
    });
    assertAll(seen.reshape(2), 0);
    assertThat(seen(WEIGHT, sink::stepDone).reshape(2).toDoubleVector()).containsExactly(new double[] {1.0 / 3, 5.0 / 3}, within(1e-12));
  }

  @Test
  void aStepBeginsWithNothingOfTheOneBefore() {
    GradientSink sink = chain(2, 0).at(0);
    sink.accept(WEIGHT, gradient(WEIGHT, 7), 0);
    sink.accept(HEAD, gradient(HEAD, 7), 0);
    sink.batchDone();
    sink.stepDone();
    assertThat(seen(HEAD, () -> {
      sink.accept(WEIGHT, Nd4j.createFromArray(4.0), 0);
      sink.batchDone();
    })).isEqualTo(gradient(HEAD, 0));
    INDArray head = parameters.get(HEAD).dup();
    assertThat(seen(WEIGHT, sink::stepDone).reshape(2).toDoubleVector()).containsExactly(4, 0);
    assertThat(parameters.get(HEAD)).isEqualTo(head);
    assertAll(seen(WEIGHT, sink::stepDone).reshape(2), 0);
  }

  @Test
  void theNormOfAllGradientsTogetherIsLimited() {
    GradientSink sink = chain(1, 1).at(0);
    // 2 numbers of 3 and 2 of 4: a norm of sqrt(50).
    sink.accept(WEIGHT, gradient(WEIGHT, 3), 0);
    sink.accept(HEAD, gradient(HEAD, 4), 0);
    sink.batchDone();
    INDArray head = parameters.get(HEAD).dup();
    assertAll(seen(WEIGHT, sink::stepDone).reshape(2), 3 / Math.sqrt(50));
    assertAll(head.sub(parameters.get(HEAD)).reshape(2), 4 / Math.sqrt(50));
  }

  @Test
  void aNormWithinTheLimitIsLeftToTheBit() {
    GradientSink sink = chain(1, 100).at(0);
    INDArray given = gradient(WEIGHT, 0.1);
    INDArray expected = parameters.get(WEIGHT).sub(given);
    sink.accept(WEIGHT, given, 0);
    sink.batchDone();
    sink.stepDone();
    assertThat(parameters.get(WEIGHT)).isEqualTo(expected);
  }

  @Test
  void theNormIsThatOfTheMeanOverBatches() {
    GradientSink sink = chain(2, 1).at(0);
    sink.accept(WEIGHT, gradient(WEIGHT, 3), 0);
    sink.batchDone();
    sink.accept(WEIGHT, gradient(WEIGHT, -3.5), 0);
    sink.batchDone();
    assertAll(seen(WEIGHT, sink::stepDone).reshape(2), -0.25); // a norm of 0.35
  }

  @Test
  void theFirstGroupThatAParameterBelongsToTakesItAndTheRestIsFrozen() {
    ParameterLearning learning = new ParameterLearning(List.of(
        new ParameterGroup("heads", p -> p.name().startsWith("head.") && p.name().endsWith("weight"), UpdateRule.of(new Sgd(1), 0).timesRate(10)),
        new ParameterGroup("rest", p -> p.name().startsWith("head."), UpdateRule.of(new Adam(0.5), 0))));
    GradientSink sink = new GradientChain(parameters, learning, GradientHandling.DIRECT).at(0);
    assertAll(seen(HEAD, () -> sink.accept(HEAD, gradient(HEAD, 0.25), 0)).reshape(2), 2.5);
    assertAll(seen("head.a.bias", () -> sink.accept("head.a.bias", gradient("head.a.bias", 3), 0)).reshape(1), 0.5 * 3 / (3 + 1e-8)); // Adam's first step: rate g / (|g| + epsilon)
    assertThat(learning.learns(parameters.spec(WEIGHT))).isFalse();
    assertThatThrownBy(() -> sink.accept(WEIGHT, gradient(WEIGHT, 1), 0)).hasMessageContaining(WEIGHT);
    assertThat(learning.learningRates(0)).isEqualTo(Map.of("heads", 10.0, "rest", 0.5));
    assertThat(learning.states()).isEqualTo(2);
  }

  @Test
  void statesOfGroupsAreToldApartAndComeBack() {
    List<ParameterGroup> groups = List.of(new ParameterGroup("heads", p -> p.name().startsWith("head."), UpdateRule.of(new Adam(0.1), 0)),
        new ParameterGroup("rest", p -> p.role() == Role.WEIGHT, UpdateRule.of(new Sgd(0.1), 0)));
    ParameterLearning learning = new ParameterLearning(groups);
    GradientSink sink = new GradientChain(parameters, learning, GradientHandling.DIRECT).at(0);
    sink.accept(HEAD, gradient(HEAD, 1), 0);
    sink.accept(WEIGHT, gradient(WEIGHT, 1), 0);
    Map<String, OptimizerState> states = learning.states("weights");
    assertThat(states.keySet()).containsExactly("weights/heads", "weights/rest");
    ParameterLearning resumed = new ParameterLearning(groups);
    resumed.restore("weights", Map.of("weights/heads", states.get("weights/heads").copy(), "weights/rest", states.get("weights/rest").copy()));
    assertThat(resumed.states("weights")).isEqualTo(states);
    assertThat(descent().states("weights").keySet()).containsExactly("weights");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new GradientHandling(0, OptionalDouble.empty())).isInstanceOf(InvalidInputException.class).hasMessageContaining("accumulate");
    assertThatThrownBy(() -> new GradientHandling(1, OptionalDouble.of(0))).isInstanceOf(InvalidInputException.class).hasMessageContaining("clipNorm");
    ParameterGroup group = ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(1), 0)).get(0);
    assertThatThrownBy(() -> new ParameterLearning(List.of(group, group))).hasMessageContaining("two groups");
    assertThatThrownBy(() -> new ParameterLearning(List.of())).hasMessageContaining("at least one group");
  }
}
