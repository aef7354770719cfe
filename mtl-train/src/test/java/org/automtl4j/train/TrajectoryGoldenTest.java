package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.golden.GivenBatches;
import org.automtl4j.train.golden.GivenData;
import org.automtl4j.train.golden.GivenSources;
import org.automtl4j.train.golden.PublishedRun;
import org.automtl4j.train.golden.PublishedStage;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The trainer under the options of {@link Compat#AUTOMTL} moves all numbers as the published trainer did: its methods, a few iterations each, on given batches
 * and noise. In double the tolerance tells a wrong update from rounding.
 */
class TrajectoryGoldenTest {

  /** The mean over all numbers of (prediction - label)^2. */
  private static final TaskLoss SQUARES =
      (sd, prediction, label, mask) ->
          new LossTerm(sd.math().square(prediction.sub(label)).mean(), sd.constant(prediction.dataType() == DataType.DOUBLE ? 1.0 : 1f));

  @TestFactory
  Stream<DynamicTest> everyTrajectory() {
    List<PublishedRun> runs = GoldenFolder.cases("trajectories").stream().map(PublishedRun::read).toList();
    return runs.stream().flatMap(run -> StreamSupport.stream(run.json().get("trajectories").spliterator(), false)
        .flatMap(trajectory -> types(run, runs.get(0))
            .map(type -> DynamicTest.dynamicTest(run.name() + " " + trajectory.get("id").asText() + " " + type, () -> check(run, trajectory, type)))));
  }

  /** Both types where a report is asked for; else float, whose tolerance is the wider one, on one network only. */
  private static Stream<DataType> types(PublishedRun run, PublishedRun first) {
    return run == first || GoldenReport.isAskedFor() ? Stream.of(DataType.FLOAT, DataType.DOUBLE) : Stream.of(DataType.DOUBLE);
  }

  static void check(PublishedRun run, JsonNode trajectory, DataType type) {
    List<Task> tasks = run.tasks().stream().map(task -> Task.of(task, TaskKind.EDGES, run.outputs(task))).toList();
    SuperModel model = run.model(tasks, type);
    Map<String, INDArray> before = PublishedRun.numbers(model);
    NpzFile data = run.arrays("traj_data.npz");
    long[] images = data.array("x0").shape();
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    Map<String, List<Double>> regularisers = new LinkedHashMap<>();
    Map<String, List<Double>> totals = new LinkedHashMap<>();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        event.losses().forEach((task, loss) -> losses.computeIfAbsent(task, t -> new ArrayList<>()).add(loss));
        event.regularisers().forEach((task, value) -> {
          regularisers.computeIfAbsent(task, t -> new ArrayList<>()).add(value);
          totals.computeIfAbsent(task, t -> new ArrayList<>()).add(PublishedStage.total(task, event.losses().get(task), value, trajectory.get("args")));
        });
      }
    };
    GivenSources sources = new GivenSources(
        (split, task) -> new GivenBatches(List.of(batch(data, task.name(), 0, type), batch(data, task.name(), 1, type)), 1000),
        NpyFile.read(run.folder().resolve("traj_noise.npy")).toINDArray(DataType.DOUBLE));
    TrainerBuilder builder = Trainer.builder(model, new GivenData(tasks, (int) images[2], (int) images[3], (int) images[1], List.of()))
        .compat(Compat.AUTOMTL).listeners(listener).sources(sources);
    tasks.forEach(task -> builder.loss(task.name(), SQUARES));
    String what = trajectory.get("id").asText() + ", " + type;
    double rounding = trajectory.get("f64_maxdiff").asDouble();
    try (Trainer trainer = PublishedStage.weighted(builder, trajectory.get("args")).build()) {
      PublishedStage.run(trainer, run, model, trajectory.get("call").asText(), trajectory.get("args"), trajectory.path("reload").asText(""),
          trajectory.get("policy_update_iters").asInt());
    }
    double single = Math.max(1e-4, 20 * rounding);
    double largest = PublishedRun.numbers(model).values().stream().mapToDouble(a -> a.amaxNumber().doubleValue()).max().orElse(0);
    run.compare(model, before, trajectory.get("final").asText(), what, type == DataType.FLOAT ? single : 2 * rounding + 2e-7 * largest);
    GoldenReport.close(run.name(), what + ": losses",
        PublishedStage.difference(losses, trajectory.get("losses"), (task, loss) -> PublishedStage.taskLoss(task, loss, trajectory.get("args"))), single);
    if (trajectory.get("call").asText().startsWith("alter")) {
      GoldenReport.close(run.name(), what + ": regularisers",
          PublishedStage.difference(regularisers, trajectory.get("losses"), (task, loss) -> PublishedStage.regulariser(loss)), single);
      GoldenReport.close(run.name(), what + ": losses with their factors and regularisers",
          PublishedStage.difference(totals, trajectory.get("losses"), (task, loss) -> loss.get(2).asDouble()), single);
    } else {
      assertThat(regularisers).as("regularisers outside of a search").isEmpty();
    }
    GoldenReport.same(run.name(), what + ": rows of noise used", sources.rowsUsed(), trajectory.get("gumbel_rows_used").asInt());
  }

  private static MultiDataSet batch(NpzFile data, String task, int index, DataType type) {
    return new org.nd4j.linalg.dataset.MultiDataSet(data.array("x" + index).toINDArray(type), data.array("y." + task + "." + index).toINDArray(type));
  }
}
