package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.data.metric.RelativePerformance;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.checkpoint.CheckpointCopies;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.golden.BatchLosses;
import org.automtl4j.train.golden.GivenBatches;
import org.automtl4j.train.golden.GivenData;
import org.automtl4j.train.golden.GivenSources;
import org.automtl4j.train.golden.PublishedRun;
import org.automtl4j.train.golden.PublishedStage;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The published trainer from end to end, in one process, under the options of {@link Compat#AUTOMTL}: the stages one after the other with the losses and
 * metrics of CityScapes, loaders of unequal length that run out, validations on the way, and the state after each stage.
 */
class TrainerGoldenTest {
  private static final String DEPTH = "depth_zbuffer";
  private static final Map<String, String> METRICS = Map.of(
      "mIoU", "miou_hit", "Pixel Acc", "pixel_accuracy", "abs_err", "abs_error", "rel_err", "rel_error",
      "sigma_1.25", "delta_1", "sigma_1.25^2", "delta_2", "sigma_1.25^3", "delta_3");

  @TestFactory
  Stream<DynamicTest> everyRun(@TempDir Path folder) {
    return GoldenFolder.cases("phases").stream().map(PublishedRun::read)
        .flatMap(run -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
            .map(type -> DynamicTest.dynamicTest(run.name() + " " + type, () -> new Script(run, type).check(folder.resolve(type.name())))));
  }

  /** One process of the published script. */
  private static final class Script {
    private final PublishedRun run;
    private final DataType type;
    private final List<Task> tasks;
    private final SuperModel model;
    private final GivenSources sources;
    private final GivenData data;
    private final List<IterationDone> iterations = new ArrayList<>();
    private final Map<Integer, TrainingState> saved = new HashMap<>();
    private Path checkpoints;
    private int unit;
    private final Map<Integer, List<MetricValue>> depths = new LinkedHashMap<>();
    private final Map<Integer, Evaluation> validations = new LinkedHashMap<>();
    private final Map<Integer, Map<String, List<Double>>> batchLosses = new LinkedHashMap<>();

    Script(PublishedRun run, DataType type) {
      this.run = run;
      this.type = type;
      this.tasks = run.tasks().stream().map(this::task).toList();
      this.model = run.model(tasks, type);
      NpzFile arrays = run.arrays("data.npz");
      INDArray images = arrays.array("x").toINDArray(type);
      Map<String, INDArray> labels = new HashMap<>();
      run.tasks().forEach(t -> labels.put(t, arrays.array("y." + t).toINDArray(type)));
      this.sources = new GivenSources((split, task) -> {
        List<MultiDataSet> batches = IntStream.range(0, (int) images.size(0)).<MultiDataSet>mapToObj(
            i -> new org.nd4j.linalg.dataset.MultiDataSet(images.slice(i).dup('c'), labels.get(task.name()).slice(i).dup('c'))).toList();
        return new GivenBatches(batches, run.json().get("loader_lengths").get(task.name()).get(place(split)).asInt());
      }, NpyFile.read(run.folder().resolve("noise.npy")).toINDArray(DataType.DOUBLE));
      // Published: batch 0 of two images, then the first image of batch 1.
      List<Sample> validation = List.of(sample(images, labels, 0, 0), sample(images, labels, 0, 1), sample(images, labels, 1, 0));
      this.data = new GivenData(tasks, (int) images.size(3), (int) images.size(4), (int) images.size(2), validation);
    }

    private Task task(String name) {
      return name.equals("segment_semantic") ? Task.segmentation(name, run.outputs(name)).withIgnore(IgnoreRule.values(-1.0)) : Task.depth(name);
    }

    private static int place(Split split) {
      return switch (split) {
        case TRAIN -> 0;
        case TRAIN1 -> 1;
        case TRAIN2 -> 2;
        default -> throw new IllegalArgumentException("split " + split);
      };
    }

    private static Sample sample(INDArray images, Map<String, INDArray> labels, int batch, int index) {
      INDArray image = images.slice(batch).slice(index);
      Map<String, Label> byTask = new HashMap<>();
      labels.forEach((task, all) -> {
        INDArray label = all.slice(batch).slice(index);
        byTask.put(task, new Label(label.dup('c').data().asFloat(), (int) label.size(0), (int) label.size(1), (int) label.size(2), Optional.empty()));
      });
      return new Sample(image.dup('c').data().asFloat(), (int) image.size(0), (int) image.size(1), (int) image.size(2), byTask);
    }

    void check(Path checkpoints) {
      this.checkpoints = checkpoints;
      TrainerBuilder builder = Trainer.builder(model, data).batchSize(2).compat(Compat.AUTOMTL).sources(sources).listeners(listener())
          .checkpoints(checkpoints, new CheckpointSettings(run.json().get("trainer").get("save_iters").asInt(), 100))
          .validateEvery(run.json().get("trainer").get("val_iters").asInt());
      JsonNode phases = run.json().get("phases");
      phases.forEach(phase -> PublishedStage.weighted(builder, phase.get("args")));
      try (Trainer trainer = builder.build()) {
        for (JsonNode phase : phases) {
          resumeFrom(phase);
          check(trainer, phase);
          unit++;
        }
      }
    }

    /** Where a phase goes on from a file of the phase before, our checkpoint of that moment becomes one of this phase. */
    private void resumeFrom(JsonNode phase) {
      Matcher reload = Pattern.compile(".*_(\\d+)iter\\.model").matcher(phase.get("args").path("reload").asText(""));
      if (reload.matches()) {
        CheckpointCopies.move(checkpoints, saved.get(Integer.parseInt(reload.group(1))), unit, phase.get("args").get("iters").asInt());
      }
      saved.clear();
    }

    private void check(Trainer trainer, JsonNode phase) {
      String name = phase.get("name").asText();
      if (name.startsWith("validate")) {
        checkLastValidation(name, phase.get("printed"));
        return;
      }
      String what = name + ", " + type;
      iterations.clear();
      validations.clear();
      sources.seek(phase.get("noise_rows").get(0).asInt());
      String call = name.equals("pre_train") ? name : name.startsWith("alter") ? "alter_train_with_reg" : "post_train";
      PublishedStage.run(trainer, run, model, call, phase.get("args"), phase.get("args").path("reload").asText(""),
          run.json().get("trainer").get("policy_update_iters").asInt());
      double rounding = phase.get("f64_maxdiff").asDouble();
      double tolerance = Math.max(1e-4, 20 * rounding);
      JsonNode args = phase.get("args");
      GoldenReport.close(run.name(), what + ": losses",
          difference(phase.get("losses"), (event, task, loss) -> event.losses().get(task) - PublishedStage.taskLoss(task, loss, args)), tolerance);
      if (call.startsWith("alter")) {
        GoldenReport.close(run.name(), what + ": regularisers",
            difference(phase.get("losses"), (event, task, loss) -> event.regularisers().get(task) - PublishedStage.regulariser(loss)), tolerance);
      }
      GoldenReport.same(run.name(), what + ": rows of noise used", sources.rowsUsed(), phase.get("noise_rows").get(1).asInt());
      Map<String, INDArray> numbers = PublishedRun.numbers(model);
      double largest = numbers.values().stream().mapToDouble(a -> a.amaxNumber().doubleValue()).max().orElse(0);
      run.compare(model, numbers, phase.get("state_after").asText(), what, type == DataType.FLOAT ? tolerance : 2 * rounding + 2e-7 * largest);
      checkValidations(what, phase.get("printed"));
    }

    /** Compares what an iteration gave for a task with its golden entry. */
    private interface Comparison {
      double difference(IterationDone event, String task, JsonNode loss);
    }

    /** By iteration; a task that lost its turn has nothing. */
    private double difference(JsonNode expected, Comparison comparison) {
      assertThat(iterations).hasSize(expected.size());
      double largest = 0;
      for (int i = 0; i < expected.size(); i++) {
        for (String task : run.tasks()) {
          JsonNode loss = expected.get(i).get(task);
          assertThat(iterations.get(i).losses().containsKey(task)).as("iteration %s, task %s took a step", i, task).isEqualTo(!loss.isNull());
          if (!loss.isNull()) {
            largest = Math.max(largest, Math.abs(comparison.difference(iterations.get(i), task, loss)));
          }
        }
      }
      return largest;
    }

    /** The published validate at the end: hard policies, as in post-training. */
    private void checkLastValidation(String what, JsonNode printed) {
      try (MultiTaskModel finished = MultiTaskModel.builder(model).architecture(Architecture.argmax(model)).inputSize(data.height(), data.width()).build();
          Trainer trainer = Trainer.builder(model, data).batchSize(2).compat(Compat.AUTOMTL).build()) {
        validations.clear();
        validated("post-train", 1, trainer.evaluate(finished, Split.VAL));
        checkValidations(what + ", " + type, printed);
      }
    }

    /** The printed figures, which are rounded to four places. */
    private void checkValidations(String what, JsonNode printed) {
      int iteration = 0;
      String task = "";
      for (JsonNode line : printed) {
        if (line.asText().contains("Val Loss")) {
          iteration = Integer.parseInt(line.asText().replaceAll("\\[Iter (\\d+) .*", "$1"));
          String start = line.asText().replaceAll(".*Task (\\w+)\\].*", "$1");
          task = run.tasks().stream().filter(t -> t.startsWith(start)).findFirst().orElseThrow();
          checkLoss(what + ": loss after " + iteration + ", " + task, iteration, task, Double.parseDouble(line.asText().replaceAll(".*Val Loss: ", "")));
        } else if (line.asText().startsWith("{'") && !line.asText().contains("policy")) {
          List<MetricValue> values = task.equals(DEPTH) ? depths.get(iteration) : validations.get(iteration).metrics().get(task);
          JsonNode figures = GoldenFolder.parse(line.asText().replace('\'', '"'));
          checkFigures(what + ": validation after " + iteration + ", " + task, values, figures, task);
        }
      }
    }

    /** Published: the mean of a batch of two images and a batch of one; ours counts the images. */
    private void checkLoss(String what, int iteration, String task, double expected) {
      List<Double> batches = batchLosses.get(iteration).get(task);
      assertThat(batches).hasSize(2);
      GoldenReport.close(run.name(), what, Math.abs((batches.get(0) + batches.get(1)) / 2 - expected), 6e-5 + 1e-4 * expected);
      assertThat(validations.get(iteration).losses().get(task)).as(what).isCloseTo((2 * batches.get(0) + batches.get(1)) / 3, offset(1e-5));
      GoldenReport.mended(run.name(), what, "the mean of the batches' losses is weighted by their images");
    }

    private void checkFigures(String what, List<MetricValue> values, JsonNode figures, String task) {
      figures.fields().forEachRemaining(figure -> {
        double found = figure.getKey().equals("cmp")
            ? RelativePerformance.ofTask(values, PublishedReferences.CITYSCAPES.byTask().get(task))
            : values.stream().filter(v -> v.name().equals(METRICS.get(figure.getKey()))).findFirst().orElseThrow().value();
        double expected = figure.getValue().asDouble();
        GoldenReport.close(run.name(), what + " " + figure.getKey(), Math.abs(found - expected), 6e-5 + 1e-4 * Math.abs(expected));
      });
    }

    private void validated(String stage, int iteration, Evaluation evaluation) {
      validations.put(iteration, evaluation);
      batchLosses.put(iteration, BatchLosses.of(model, path(stage), data, 2));
      depths.put(iteration, published(evaluation.metrics().get(DEPTH), 100 * notPositive(stage)));
    }

    /** The published thresholds count predictions that are not positive as within them. */
    private List<MetricValue> published(List<MetricValue> values, double percent) {
      if (percent > 0) {
        GoldenReport.mended(run.name(), "thresholds of depth in validations", "a prediction that is not positive is outside every threshold");
      }
      return values.stream().map(v -> v.name().startsWith("delta_") ? new MetricValue(v.name(), v.value() + percent, v.higherIsBetter()) : v).toList();
    }

    private static Stage path(String stage) {
      return stage.equals("pre-train") ? Stage.PRE_TRAIN : Stage.HARD;
    }

    /** The share of negative predictions among the known depths of the validation split. */
    private double notPositive(String stage) {
      Stage path = path(stage);
      Optional<Architecture> architecture = path == Stage.HARD ? Optional.of(Architecture.argmax(model)) : Optional.empty();
      TaskGraph graph = TaskGraphs.build(model, path, List.of(DEPTH), false, data.height(), data.width(), architecture);
      int negative = 0;
      int known = 0;
      for (Sample sample : data.validation()) {
        INDArray image = Nd4j.createFromArray(sample.image()).reshape(1, data.channels(), data.height(), data.width()).castTo(type);
        try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), image.shape()).outputs(graph.predictions().values()).build()) {
          plan.input(graph.input()).assign(image);
          plan.run();
          INDArray map = plan.value(graph.predictions().get(DEPTH));
          for (int i = 0; i < data.height() * data.width(); i++) {
            if (sample.label(DEPTH).values()[i] > 3e-5) {
              known++;
              long row = i / data.width() * map.size(2) / data.height();
              long column = i % data.width() * map.size(3) / data.width();
              negative += map.getDouble(0, 0, row, column) < 0 ? 1 : 0;
            }
          }
        }
      }
      return negative / (double) known;
    }

    private TrainingListener listener() {
      return new TrainingListener() {
        @Override
        public void iterationDone(IterationDone event) {
          iterations.add(event);
          CheckpointCopies.newest(checkpoints, unit).ifPresent(state -> saved.put(state.progress().iteration(), state));
        }

        @Override
        public void validated(Validated event) {
          Script.this.validated(event.stage(), event.iteration(), event.evaluation());
        }
      };
    }
  }
}
