package org.automtl4j.train.balance.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.TaskGradients;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ConflictMapTest {
  private static final List<String> TASKS = List.of("depth", "floor", "normal");

  private static Conflicts step(double[]... rows) {
    LinkedHashMap<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("conv1.weight", 1L);
    parameters.put("conv1.bias", 1L);
    parameters.put("conv2.weight", 2L);
    try (TaskGradients gradients = new TaskGradients(DataType.FLOAT, TASKS, parameters)) {
      gradients.start();
      for (int t = 0; t < rows.length; t++) {
        gradients.begin(TASKS.get(t));
        gradients.put("conv1.weight", Nd4j.createFromArray((float) rows[t][0]), 0);
        gradients.put("conv1.bias", Nd4j.createFromArray((float) rows[t][1]), 0);
        gradients.put("conv2.weight", Nd4j.createFromArray((float) rows[t][2], (float) rows[t][3]), 0);
      }
      return Conflicts.of(gradients, BalancerSetup::beforeTheLastDot);
    }
  }

  @Test
  void parametersOfALayerAreOneVector() {
    Conflicts conflicts = step(new double[] {3, 4, 1, 0}, new double[] {-4, 3, -2, 0});
    assertThat(conflicts.layers()).containsOnlyKeys("conv1", "conv2");
    assertThat(conflicts.layers().get("conv1")[0][1]).isCloseTo(0, within(1e-12));
    assertThat(conflicts.layers().get("conv2")[0][1]).isCloseTo(-1, within(1e-12));
    assertThat(conflicts.norms()[0]).isCloseTo(Math.sqrt(26), within(1e-12));
    assertThat(conflicts.tasks()).containsExactly("depth", "floor");
  }

  @Test
  void meansAndSharesCountTheStepsInWhichBothTasksHaveAGradient() {
    ConflictMap map = new ConflictMap(TASKS);
    map.add(step(new double[] {1, 0, 1, 0}, new double[] {1, 0, -1, 0}));
    map.add(step(new double[] {1, 0, 1, 0}, new double[] {-1, 0, 0, 0}, new double[] {0, 1, 1, 0}));
    ConflictMap.Pair first = pair(map, "conv1", "floor");
    assertThat(first.mean()).isCloseTo(0, within(1e-12));
    assertThat(first.share()).isEqualTo(0.5);
    assertThat(first.steps()).isEqualTo(2);
    assertThat(pair(map, "conv2", "floor")).isEqualTo(new ConflictMap.Pair("conv2", "depth", "floor", -1, 1, 1));
    assertThat(map.worst()).contains(pair(map, "conv2", "floor"));
    assertThat(map.pairs().get(0).layer()).isEqualTo(ConflictMap.ALL);
  }

  private static ConflictMap.Pair pair(ConflictMap map, String layer, String second) {
    return map.pairs().stream().filter(p -> p.layer().equals(layer) && p.first().equals("depth") && p.second().equals(second)).findFirst().orElseThrow();
  }

  @Test
  void aMapGoesOnFromItsState() {
    ConflictMap whole = new ConflictMap(TASKS);
    whole.add(step(new double[] {1, 2, 3, 4}, new double[] {-1, 2, 0.1, 4}));
    ConflictMap resumed = new ConflictMap(TASKS);
    resumed.restore(whole.state());
    for (ConflictMap map : List.of(whole, resumed)) {
      map.add(step(new double[] {0.3, 2, 3, 4}, new double[] {-1, 2, 0.7, 4}));
    }
    assertThat(resumed.pairs()).isEqualTo(whole.pairs());
    assertThatThrownBy(() -> new ConflictMap(List.of("a", "b")).restore(whole.state())).isInstanceOf(InvalidInputException.class).hasMessageContaining("same tasks");
  }

  @Test
  void whereNothingConflictsThereIsNoWorstPair() {
    ConflictMap map = new ConflictMap(TASKS);
    assertThat(map.worst()).isEmpty();
    map.add(new Conflicts(List.of("depth", "floor"), new double[] {1, 1}, new double[][] {{1, 0.5}, {0.5, 1}}, Map.of("conv1", new double[][] {{1, 0.5}, {0.5, 1}})));
    assertThat(map.worst()).isEmpty();
  }
}
