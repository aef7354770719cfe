package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.PolicyDistribution;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * The search tells tasks that want the same from tasks that want opposites: with the demo's recipe, and a regulariser weak enough (0.001) for the tasks' own
 * losses to decide. The figures are left in {@code target/task-relations.txt}.
 */
@Tag("search")
class TaskRelationsTest {
  private static final long SEEDS = 5;

  @Test
  void equalTasksShareMoreThanOpposedOnesWhichAreKeptApart() throws IOException {
    StringBuilder table = new StringBuilder("seed  shared by equal tasks  shared by opposed tasks\n");
    double[] means = new double[2];
    LongStream.rangeClosed(1, SEEDS).forEach(
        seed -> {
          double equal = shared(seed, false);
          double opposed = shared(seed, true);
          table.append(String.format(Locale.ROOT, "%4d  %21.3f  %23.3f%n", seed, equal, opposed));
          means[0] += equal / SEEDS;
          means[1] += opposed / SEEDS;
        });
    table.append(String.format(Locale.ROOT, "mean  %21.3f  %23.3f%n", means[0], means[1]));
    Files.writeString(Path.of("target", "task-relations.txt"), table);
    assertThat(means[0]).as("equal tasks share more%n%s", table).isGreaterThan(means[1] + 0.1);
    assertThat(means[1]).as("opposed tasks are kept apart%n%s", table).isLessThan(1.0 / 3);
  }

  /** The expected share of layers whose kernel both tasks use, if branches are drawn from the searched policies; 1/9 before the search. */
  private static double shared(long seed, boolean mirrored) {
    SyntheticScenes scenes = SyntheticScenes.builder().size(48, 48).counts(1_500, 200, 300).seed(seed).tasks(RelatedTasks.DEPTH).build();
    RelatedTasks data = new RelatedTasks(scenes, mirrored);
    SuperModel model = SuperModel.builder(Backbone.named("demo"))
        .task(data.task(RelatedTasks.DEPTH), TaskHead.conv1x1(48))
        .task(data.task(RelatedTasks.SECOND), TaskHead.conv1x1(48))
        .seed(seed).build();
    try (Trainer trainer = Trainer.builder(model, data).batchSize(16).build()) {
      trainer.run(PreTraining.builder().iterations(300).updater(new Adam(2e-3, 0.5, 0.999, 1e-8)).build());
      trainer.run(PolicySearch.builder().iterations(400).policySteps(1).weightSteps(2).policyLearningRate(0.05)
          .weightUpdater(new Nesterovs(0.02, 0.9)).lambda(1e-3).temperature(new TemperatureSchedule.Geometric(5, 0.3, 134)).build());
    }
    PolicyDistribution first = PolicyDistribution.of(model, RelatedTasks.DEPTH);
    PolicyDistribution second = PolicyDistribution.of(model, RelatedTasks.SECOND);
    return model.policyNodes().stream()
        .mapToDouble(node -> first.probability(node, Branch.SHARED) * second.probability(node, Branch.SHARED))
        .average().orElseThrow();
  }
}
