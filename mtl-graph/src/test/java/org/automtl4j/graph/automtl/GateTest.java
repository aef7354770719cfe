package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.Test;

/** What a search may choose in networks with gates, joins and shuffles. */
class GateTest {

  private static List<String> names(Backbone backbone, java.util.function.IntPredicate which) {
    return backbone.nodes().stream().map(Node::index).filter(which::test).map(i -> backbone.nodes().get(i).layer().name()).toList();
  }

  @Test
  void whatOnlyMakesAGateIsAGate() {
    Backbone backbone = Nets.modern(3);
    assertThat(names(backbone, backbone::isGate)).containsExactly("pooling1", "convolution2", "relu1", "excite", "sigmoid1");
    Backbone classifier = Backbone.builder("c").convolution(4, 3).globalAveragePool().convolution(4, 1).build();
    assertThat(names(classifier, classifier::isGate)).isEmpty();
    Backbone both = Backbone.builder("b").convolution(4, 3).as("x").globalAveragePool().as("p").times("x").globalAveragePool().plus("p").build();
    assertThat(names(both, both::isGate)).as("one reader of p wants the pixel itself").isEmpty();
  }

  @Test
  void aGateIsSharedOrSpecificButNotSkipped() {
    SuperModel model = SuperModel.builder(Nets.modern(3)).task(Task.depth("a"), TaskHead.conv1x1()).task(Task.depth("b"), TaskHead.conv1x1()).build();
    for (PolicyNode node : model.policyNodes()) {
      boolean gate = model.backbone().isGate(node.layer());
      assertThat(node.choices()).as(node.name()).isEqualTo(gate ? List.of(Branch.SHARED, Branch.SPECIFIC) : List.of(Branch.values()));
    }
    assertThat(model.parameters().all()).noneMatch(p -> p.name().startsWith("layer.4.skip"));
    int prelu = model.backbone().nodes().stream().filter(node -> node.layer().name().equals("branch")).findFirst().orElseThrow().index();
    assertThat(model.parameters().get("layer." + prelu + ".slope").length()).isEqualTo(4);
  }

  @Test
  void workIsCountedAsTheGraphCountsIt() {
    SuperModel model = SuperModel.builder(Nets.modern(3)).task(Task.depth("a"), TaskHead.conv1x1()).task(Task.depth("b"), TaskHead.conv1x1()).build();
    for (int seed = 0; seed < 5; seed++) {
      Architecture architecture = Architecture.sample(model, RandomStream.of(seed, "architecture"));
      ModelSize expected = ModelSize.of(model, Stage.HARD, Optional.of(architecture), 8, 8);
      assertThat(SharedWork.of(model, 8, 8).of(architecture).size()).isEqualTo(expected);
    }
  }
}
