package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PathParametersTest {
  /** The first convolution's skip is a projection, the second's the identity; the third has no skip. */
  private static final Backbone BACKBONE = Nets.chain(3, Nets.conv("c0", 4, 3, 2, 1, 1, true), Nets.norm("b1"), Nets.conv("c2", 4, 3, 1, 1, 4, false),
      Nets.norm("b3"), Nets.conv("c4", 5, 3, 1, 2, 1, false), Nets.relu("r5"));

  private static SuperModel model(BatchNormPolicy policy, int sharedBottom, String... tasks) {
    SuperModel.Builder builder = SuperModel.builder(BACKBONE).batchNormPolicy(policy).shareBottom(sharedBottom).seed(3);
    List.of(tasks).forEach(task -> builder.task(Task.depth(task), TaskHead.conv1x1(4)));
    return builder.build();
  }

  /** What the graphs say themselves. */
  private static Set<String> read(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    List<String> tasks = model.tasks().stream().map(Task::name).toList();
    TaskGraph training = TaskGraphs.build(model, stage, tasks, true, 8, 8, architecture);
    Set<String> names = new TreeSet<>(training.parameters());
    training.statistics().forEach(update -> names.addAll(List.of(update.runningMean(), update.runningVariance())));
    names.addAll(TaskGraphs.build(model, stage, tasks, false, 8, 8, architecture).parameters());
    return names;
  }

  private static List<String> names(SuperModel model) {
    return model.parameters().all().stream().map(Parameters.Parameter::name).toList();
  }

  private static void check(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    Predicate<String> wanted = PathParameters.of(model, stage, architecture);
    List<String> names = names(model).stream().filter(wanted).toList();
    assertThat(names).containsExactlyInAnyOrderElementsOf(read(model, stage, architecture));
    SuperModel few = model.fresh(3, wanted);
    assertThat(names(few)).isEqualTo(names);
    assertThat(read(few, stage, architecture)).isEqualTo(read(model, stage, architecture));
    names.forEach(name -> assertThat(few.parameters().get(name)).as(name).isEqualTo(model.parameters().get(name)));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void theyAreWhatTrainingAndEvaluationReadAndBeginAsTheyWouldBesideAllOthers(Stage stage) {
    for (BatchNormPolicy policy : BatchNormPolicy.values()) {
      for (int sharedBottom = 0; sharedBottom < 2; sharedBottom++) {
        SuperModel model = model(policy, sharedBottom, "a", "b");
        RandomStream random = RandomStream.of(1, policy.name());
        for (int i = 0; i < 4; i++) {
          check(model, stage, stage == Stage.HARD ? Optional.of(Architecture.sample(model, random)) : Optional.empty());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Stage.class, names = {"COMMON", "HARD"})
  void aModelOfOneTaskReadsAllItsParameters(Stage stage) {
    SuperModel model = model(BatchNormPolicy.TASK_SPECIFIC, 0, "a");
    check(model, stage, Optional.empty());
    assertThat(names(model)).allMatch(PathParameters.of(model, stage, Optional.empty()));
  }

  @Test
  void linearLayersHaveNoBranchesAndAreOnEveryPath() {
    SuperModel model = SuperModel.builder(Nets.chain(3, Nets.conv("c0", 4, 8, 8, 1, 1, true), new InnerProduct("l1", 4, true)))
        .task(Task.classification("a", 4), TaskHead.linear()).task(Task.classification("b", 4), TaskHead.linear()).build();
    assertThat(PathParameters.of(model, Stage.COMMON, Optional.empty())).accepts("layer.1.weight", "layer.1.bias", "layer.0.shared.weight")
        .rejects("layer.0.specific.a.weight");
  }
}
