package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Latencies are sums over steps, each of which is measured once. */
class StepTimesTest {
  private static final int SIDE = 16;
  private static final List<String> TASKS = List.of("a", "b", "c");
  private static final SuperModel MODEL = SuperModel.builder(Backbone.builder("tiny").input(3).convolution(6, 3, c -> c.pad(1)).batchNorm().relu().as("stem")
      .convolution(6, 3, c -> c.pad(1)).batchNorm().plus("stem").relu().convolution(8, 3, c -> c.pad(2).dilation(2)).batchNorm().relu().build())
      .task(Task.depth("a"), TaskHead.conv1x1(3)).task(Task.depth("b"), TaskHead.conv1x1(3)).task(Task.depth("c"), TaskHead.conv1x1(3))
      .batchNormPolicy(BatchNormPolicy.SEARCH).build();

  private final List<StepTimes> changes = new ArrayList<>();

  @AfterAll
  static void free() {
    MODEL.parameters().close();
  }

  private static double latency(StepTimes times, int ownFrom) {
    Architecture tree = Architecture.argmax(MODEL);
    for (String task : TASKS) {
      for (var node : MODEL.policyNodes()) {
        tree = tree.with(task, node.layer(), node.layer() < ownFrom ? Branch.SHARED : Branch.SPECIFIC);
      }
    }
    return times.latency(TaskGraphs.inference(MODEL, Stage.HARD, TASKS, SIDE, SIDE, Optional.of(tree)), 3, SIDE, SIDE);
  }

  @Test
  void ofTreesDifferByTheStepsThatTheyDoOftener() {
    StepTimes times = new StepTimes(Map.of(), changes::add);
    int all = MODEL.backbone().nodes().size();
    double hard = latency(times, all);
    assertThat(hard).isPositive();
    double fromTheThird = latency(times, 7);
    double fromTheSecond = latency(times, 3);
    assertThat(fromTheThird).isGreaterThan(hard);
    assertThat(fromTheSecond).isGreaterThan(fromTheThird);
    assertThat(changes).as("all trees are made of the steps of the first").hasSize(1).first().isSameAs(times);
    assertThat(latency(times, 7)).isCloseTo(fromTheThird, within(1e-12));
    assertThat(latency(new StepTimes(times.seconds(), t -> {
      throw new AssertionError("measured again");
    }), 7)).isCloseTo(fromTheThird, within(1e-12));
  }

  @Test
  void ofWhatOnlyDiffersInAnArgumentAreMeasuredApart() {
    StepTimes times = new StepTimes(Map.of(), changes::add);
    latency(times, 0);
    assertThat(times.seconds().keySet().stream().filter(step -> step.contains("[1,6,16,16]")).count()).isGreaterThan(1);
    assertThat(times.seconds().keySet()).allSatisfy(step -> assertThat(step).doesNotContain("@"));
  }

  @Test
  void thatAreNoTimesAreRefused() {
    assertThatThrownBy(() -> new StepTimes(Map.of("conv", -1.0), changes::add)).hasMessageContaining("-1.0").hasMessageContaining("conv");
  }
}
