package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.golden.Quirk;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.ParameterNames;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.IdleParameters;
import org.automtl4j.train.automtl.compat.LoaderExhaustion;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.Listeners;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** How the published trainer behaves in odd situations, beside how ours does; every probe is asserted by its id. */
class TrainerQuirksGoldenTest {
  private static final String SPECIFIC_A = ParameterNames.layer(0, Branch.SPECIFIC, "a", ParameterNames.WEIGHT);
  private static final String SPECIFIC_B = ParameterNames.layer(0, Branch.SPECIFIC, "b", ParameterNames.WEIGHT);
  private static final Compat DECAY = Compat.builder().idleParameters(IdleParameters.DECAY).build();

  private static final Map<String, BiConsumer<Quirk, Path>> PROBES = Map.ofEntries(
      Map.entry("super.share_bottom", (quirk, folder) -> {
        QuirkRun run = search(new QuirkRun(), PolicySearch.builder().iterations(2).policySteps(1).weightSteps(1).frozenLogits(1).build());
        Map<String, List<Object>> ours = new LinkedHashMap<>();
        Map<String, List<Object>> published = new LinkedHashMap<>();
        for (int row : new int[] {0, 1}) {
          for (String task : List.of("a", "b")) {
            String name = "net." + run.model.policyNodes().get(row).layer() + ".policy." + task;
            INDArray logits = run.states.get(row == 0 ? 2 : 0).get(ParameterNames.policy(task)).getRow(row);
            boolean learns = !run.states.get(1).get(ParameterNames.policy(task)).getRow(row).equals(logits);
            ours.put(name, List.of(doubles(logits), learns));
            published.put(name, List.of(doubles(quirk.result().get(name).get(0)), quirk.result().get(name).get(1).asBoolean()));
          }
        }
        quirk.same(ours, published);
      }),
      Map.entry("train.zero_grad_keeps_zeros", (quirk, folder) -> {
        QuirkRun run = new QuirkRun().compat(Compat.builder().idleParameters(IdleParameters.DECAY).taskIterations(1, 1).build());
        QuirkRun skip = new QuirkRun().compat(Compat.builder().taskIterations(1, 1).build());
        List.of(run, skip).forEach(r -> preTrain(r, 2));
        quirk.same(
            List.of(List.of(run.moved(SPECIFIC_A, 0, 1), run.moved(SPECIFIC_B, 0, 1)), List.of(run.moved(SPECIFIC_A, 1, 2), run.moved(SPECIFIC_B, 1, 2))),
            List.of(booleans(quirk.result().get("step 1 (task a): a moved, b moved")), booleans(quirk.result().get("step 2 (task b): a moved, b moved"))));
        assertThat(skip.moved(SPECIFIC_A, 1, 2)).as("unless asked for, a step leaves alone what its task does not use").isFalse();
      }),
      Map.entry("train.optimizer_groups", TrainerQuirksGoldenTest::optimizers),
      Map.entry("train.policy_scale", TrainerQuirksGoldenTest::scales),
      Map.entry("train.tau_schedule", (quirk, folder) -> {
        PolicySearch stage = PolicySearch.builder().iterations(quirk.result().size()).policySteps(2).weightSteps(1)
            .temperature(new TemperatureSchedule.Stepwise(5, 0.965, 3)).build();
        List<IterationDone> iterations = search(new QuirkRun(), stage).iterations;
        assertThat(iterations).extracting(i -> i.phase().equals("policies") ? "policy" : "network")
            .isEqualTo(StreamSupport.stream(quirk.result().spliterator(), false).map(i -> i.get(0).asText()).toList());
        quirk.close(IntStream.range(0, iterations.size()).mapToDouble(i -> Math.abs(iterations.get(i).temperature() - quirk.result().get(i).get(1).asDouble()))
            .max().orElseThrow(), 1e-12);
      }),
      Map.entry("train.loader_runs_out", (quirk, folder) -> {
        QuirkRun run = new QuirkRun().compat(Compat.builder().loaderExhaustion(LoaderExhaustion.LOSE_TURN).build())
            .batches(task -> QuirkRun.batches(task.name().equals("a") ? 2 : 3));
        preTrain(run, 8);
        quirk.same(steps(run), Map.of("a", quirk.result().get("a").asLong(), "b", quirk.result().get("b").asLong()));
        QuirkRun next = new QuirkRun().batches(task -> QuirkRun.batches(task.name().equals("a") ? 2 : 3));
        preTrain(next, 8);
        assertThat(steps(next)).as("unless asked for, no turn is lost").isEqualTo(Map.of("a", 8L, "b", 8L));
      }),
      Map.entry("train.StepLR", (quirk, folder) -> {
        QuirkRun run = new QuirkRun();
        Adam adam = Adam.builder().learningRateSchedule(new StepSchedule(ScheduleType.ITERATION, 1.0, 0.5, 2)).beta1(0.5).beta2(0.999).epsilon(1e-8).build();
        postTrain(run, PostTraining.builder(Architecture.uniform(run.model, Branch.SHARED)).iterations(7).updater(adam).build());
        // Published: the rate after an iteration is that of the next one.
        quirk.same(run.iterations.stream().skip(1).map(IterationDone::learningRate).toList(), doubles(quirk.result()));
      }),
      Map.entry("train.loader_errors_are_swallowed", (quirk, folder) -> {
        QuirkRun run = new QuirkRun().batches(task -> QuirkRun.broken());
        assertThat(quirk.failed()).isFalse();
        assertThatThrownBy(() -> preTrain(run, 3)).hasStackTraceContaining("broken.png");
        quirk.departs("an error of a loader ends the training and says what could not be read");
      }),
      Map.entry("train.print_without_losses", (quirk, folder) -> {
        QuirkRun run = new QuirkRun().compat(Compat.builder().loaderExhaustion(LoaderExhaustion.LOSE_TURN).build()).batches(task -> QuirkRun.batches(0));
        assertThat(quirk.failed()).isTrue();
        try (Trainer trainer = run.trainer(Listeners.progressLog()).build()) {
          trainer.run(PreTraining.builder().iterations(3).build());
        }
        assertThat(run.iterations).hasSize(3).allSatisfy(i -> assertThat(i.losses()).isEmpty());
        quirk.departs("where no task has a loss yet none is shown");
      }),
      Map.entry("train.save_name.0.0005", (quirk, folder) -> savedUnderAnyLambda(quirk, folder, 0.0005)),
      Map.entry("train.save_name.1.0", (quirk, folder) -> savedUnderAnyLambda(quirk, folder, 1.0)),
      Map.entry("train.save_name.dict_0.25", (quirk, folder) -> savedUnderAnyLambda(quirk, folder, 0.25)),
      Map.entry("train.save_name.5e-05", (quirk, folder) -> savedUnderAnyLambda(quirk, folder, 5e-05)),
      Map.entry("train.save_name.dict_1", (quirk, folder) -> savedUnderAnyLambda(quirk, folder, 1)),
      Map.entry("train.save_name.1", (quirk, folder) -> savedUnderAnyLambda(quirk, folder, 1)),
      Map.entry("train.save_name.None", (quirk, folder) -> savedUnderAnyLambda(quirk, folder, PolicySearch.builder().build().lambda())),
      Map.entry("train.save_rotation", (quirk, folder) -> {
        QuirkRun run = new QuirkRun();
        List<String> last = new ArrayList<>();
        TrainingListener files = new TrainingListener() {
          @Override
          public void iterationDone(IterationDone event) {
            last.clear();
            for (String file : sorted(folder.toFile().list())) {
              last.add("pre_train_all_" + Integer.parseInt(file.replaceAll(".*-(\\d+)\\.state", "$1")) + "iter.model");
            }
          }
        };
        try (Trainer trainer = run.trainer(files).checkpoints(folder, new CheckpointSettings(2, 2)).build()) {
          trainer.run(PreTraining.builder().iterations(9).build());
        }
        quirk.same(last, texts(quirk.result()));
      }),
      Map.entry("train.resume_iterations", (quirk, folder) -> {
        PreTraining stage = PreTraining.builder().iterations(5).build();
        StopSignal stop = new StopSignal().afterIterations(2);
        try (Trainer trainer = new QuirkRun().trainer().checkpoints(folder, new CheckpointSettings(1, 2)).stopSignal(stop).build()) {
          assertThatThrownBy(() -> trainer.run(stage)).isInstanceOf(TrainingStoppedException.class);
        }
        QuirkRun resumed = new QuirkRun();
        try (Trainer trainer = resumed.trainer().resume(folder, new CheckpointSettings(1, 2)).build()) {
          trainer.run(stage);
        }
        quirk.same(resumed.iterations.size(), quirk.result().asInt());
      }),
      Map.entry("train.validate", (quirk, folder) -> {
        QuirkRun with = new QuirkRun();
        QuirkRun without = new QuirkRun();
        try (Trainer a = with.trainer().validateEvery(1).build(); Trainer b = without.trainer().build()) {
          List.of(a, b).forEach(trainer -> trainer.run(PreTraining.builder().iterations(3).build()));
        }
        assertThat(quirk.result().get("training_flag_after").asBoolean()).isFalse();
        assertThat(with.states.get(3)).isEqualTo(without.states.get(3));
        quirk.departs("a validation leaves nothing behind, and computes no gradients");
      }),
      Map.entry("train.which_task", (quirk, folder) -> {
        QuirkRun run = new QuirkRun().compat(Compat.builder().taskIterations(2, 3).build());
        preTrain(run, quirk.result().size());
        quirk.same(run.iterations.stream().map(i -> i.losses().keySet().equals(Set.of("a")) ? 0 : 1).toList(),
            StreamSupport.stream(quirk.result().spliterator(), false).map(JsonNode::asInt).toList());
      }),
      Map.entry("train.leftover_gradients", (quirk, folder) -> {
        List<Boolean> moved = new ArrayList<>();
        for (boolean sameProcess : new boolean[] {true, false}) {
          QuirkRun run = new QuirkRun().compat(DECAY);
          PostTraining stage = PostTraining.builder(Architecture.uniform(run.model, Branch.SHARED)).iterations(1).from(PostTrainingStart.SEARCHED).build();
          try (Trainer trainer = run.trainer().build()) {
            if (sameProcess) {
              trainer.run(PreTraining.builder().iterations(1).build());
            }
            trainer.run(stage).close();
          }
          moved.add(run.moved(SPECIFIC_A, run.states.size() - 2, run.states.size() - 1));
        }
        quirk.same(moved, List.of(quirk.result().get("move_of_unused_weight_same_process").asDouble() > 0, quirk.result().get("fresh_process").asDouble() > 0));
      }),
      Map.entry("train.bn_not_updated_when_unused", (quirk, folder) -> {
        List<String> updated = updated(new QuirkRun().model);
        quirk.same(Stream.of(ParameterNames.layer(1, Branch.SHARED, "", ParameterNames.MEAN),
            ParameterNames.layer(1, Branch.SPECIFIC, "a", ParameterNames.MEAN), ParameterNames.layer(1, Branch.SPECIFIC, "b", ParameterNames.MEAN)).map(name -> updated.contains(name) ? 1 : 0).toList(),
            StreamSupport.stream(quirk.result().spliterator(), false).map(JsonNode::asInt).toList());
      }),
      Map.entry("train.bn_in_soft_mode", (quirk, folder) -> {
        Backbone projecting = Backbone.builder("projecting").input(3).convolution(4, 3, c -> c.pad(1)).build();
        SuperModel model = SuperModel.builder(projecting).task(Task.of("a", TaskKind.EDGES, 4), (scope, feature, task) -> feature)
            .task(Task.of("b", TaskKind.EDGES, 4), (scope, feature, task) -> feature).build();
        String skip = ParameterNames.layer(0, Branch.SKIP, "a", ParameterNames.MEAN);
        quirk.same((int) updated(model).stream().filter(skip::equals).count(), quirk.result().asInt());
      }));

  @TestFactory
  Stream<DynamicTest> everyProbeOfTheTrainer(@TempDir Path folder) {
    return Quirk.of(Quirk.Group.TRAINING).stream().map(quirk -> DynamicTest.dynamicTest(quirk.id(), () -> {
      assertThat(PROBES).as("the probes that are asserted here").containsKey(quirk.id());
      PROBES.get(quirk.id()).accept(quirk, folder.resolve(quirk.id()));
    }));
  }

  private static QuirkRun search(QuirkRun run, PolicySearch stage) {
    try (Trainer trainer = run.trainer().build()) {
      trainer.run(stage);
    }
    return run;
  }

  private static void preTrain(QuirkRun run, int iterations) {
    try (Trainer trainer = run.trainer().build()) {
      trainer.run(PreTraining.builder().iterations(iterations).build());
    }
  }

  private static void postTrain(QuirkRun run, PostTraining stage) {
    try (Trainer trainer = run.trainer().build()) {
      trainer.run(stage).close();
    }
  }

  /** Rules and decays of the stages, and that each kind of step moves only what it is for. */
  private static void optimizers(Quirk quirk, Path folder) {
    PolicySearch search = PolicySearch.builder().iterations(2).policySteps(1).weightSteps(1).build();
    Nesterovs weights = (Nesterovs) search.weightUpdater();
    PreTraining pre = PreTraining.builder().build();
    PostTraining post = PostTraining.builder(Architecture.uniform(new QuirkRun().model, Branch.SHARED)).build();
    JsonNode alter = quirk.result().get("alter");
    quirk.same(
        List.of(search.policyLearningRate(), search.policyWeightDecay(), weights.getLearningRate(), weights.getMomentum(), search.weightDecay(),
            ((Adam) pre.updater()).getBeta1(), ((Adam) pre.updater()).getBeta2(), pre.weightDecay(),
            ((Adam) post.updater()).getBeta1(), ((Adam) post.updater()).getBeta2(), post.weightDecay()),
        Stream.of(alter.at("/Adam/args/lr"), alter.at("/Adam/args/weight_decay"), alter.at("/SGD/args/lr"), alter.at("/SGD/args/momentum"),
            alter.at("/SGD/args/weight_decay"), quirk.result().at("/pre/Adam/args/betas/0"), quirk.result().at("/pre/Adam/args/betas/1"),
            quirk.result().at("/pre/Adam/args/weight_decay"), quirk.result().at("/post/Adam/args/betas/0"), quirk.result().at("/post/Adam/args/betas/1"),
            quirk.result().at("/post/Adam/args/weight_decay")).map(JsonNode::asDouble).toList());
    assertThat(alter.at("/SGD/policies").asInt()).isZero();
    assertThat(quirk.result().at("/post/Adam/policies").asInt()).isZero();
    QuirkRun run = search(new QuirkRun(), search);
    run.model.parameters().all().stream().filter(p -> p.role() != Role.STATISTIC).forEach(p -> {
      assertThat(run.moved(p.name(), 0, 1)).as("%s in a policy step", p.name()).isEqualTo(p.role() == Role.CHOICE);
      assertThat(p.role() == Role.CHOICE && run.moved(p.name(), 1, 2)).as("%s in a weight step", p.name()).isFalse();
    });
    assertThat(run.moved(SPECIFIC_A, 1, 2)).isTrue();
    int before = run.states.size() - 1;
    postTrain(run, PostTraining.builder(Architecture.argmax(run.model)).iterations(1).from(PostTrainingStart.SEARCHED).build());
    assertThat(run.moved(ParameterNames.policy("a"), before, before + 1)).as("policies in post-training").isFalse();
  }

  /** The regulariser's values in a policy step and in a weight step have the published slopes. */
  private static void scales(Quirk quirk, Path folder) {
    double temperature = quirk.result().get(0).get(1).asDouble();
    QuirkRun run = new QuirkRun();
    for (String task : List.of("a", "b")) {
      run.model.parameters().set(ParameterNames.policy(task), Nd4j.create(new double[][] {{0, 2, -1}, {1, 0, 0}}));
    }
    run.states.clear();
    run.states.add(Map.of("policy.a", run.model.parameters().get("policy.a").dup(), "policy.b", run.model.parameters().get("policy.b").dup()));
    search(run, PolicySearch.builder().iterations(2).policySteps(1).weightSteps(1).reportedScale(quirk.result().get(2).get(2).asDouble())
        .temperature(new TemperatureSchedule.Stepwise(temperature, 1, 100)).build());
    double largest = 0;
    for (int i = 0; i < quirk.result().size(); i++) {
      String task = quirk.result().get(i).get(0).asText();
      double[] logits = run.states.get(i / 2).get(ParameterNames.policy(task)).getRow(0).toDoubleVector();
      double expected = regulariser(logits, quirk.result().get(i).get(1).asDouble(), quirk.result().get(i).get(2).asDouble());
      largest = Math.max(largest, Math.abs(run.iterations.get(i / 2).regularisers().get(task) - expected));
    }
    quirk.close(largest, 1e-5);
  }

  /** Of the first of two convolutions; the second, the deepest, has the factor 0. */
  private static double regulariser(double[] logits, double temperature, double scale) {
    double[] e = Arrays.stream(logits).map(a -> Math.exp(a / temperature)).toArray();
    double sum = e[0] + e[1] + e[2];
    return 0.5 * (Math.log1p(Math.exp(scale * (e[1] - e[0]) / sum)) + Math.log1p(Math.exp(scale * (e[2] - e[0]) / sum)));
  }

  private static void savedUnderAnyLambda(Quirk quirk, Path folder, double lambda) {
    QuirkRun run = new QuirkRun();
    try (Trainer trainer = run.trainer().checkpoints(folder, new CheckpointSettings(1, 2)).build()) {
      trainer.run(PolicySearch.builder().iterations(2).policySteps(1).weightSteps(1).lambda(lambda).build());
    }
    assertThat(sorted(folder.toFile().list())).isNotEmpty().allMatch(name -> name.matches("000-policy-train-(\\d{8}|end)\\.state"), "by stage and iteration");
    quirk.departs("every lambda is accepted, and files are named after stage and iteration");
  }

  private static List<String> sorted(String... names) {
    return Stream.of(names == null ? new String[0] : names).sorted().toList();
  }

  private static List<String> updated(SuperModel model) {
    return TaskGraphs.build(model, Stage.SOFT, "a", true, QuirkRun.SIDE, QuirkRun.SIDE).statistics().stream().map(StatisticsUpdate::runningMean).toList();
  }

  private static Map<String, Long> steps(QuirkRun run) {
    Map<String, Long> steps = new LinkedHashMap<>();
    List.of("a", "b").forEach(task -> steps.put(task, run.iterations.stream().filter(i -> i.losses().containsKey(task)).count()));
    return steps;
  }

  private static List<Double> doubles(INDArray array) {
    return Arrays.stream(array.toDoubleVector()).boxed().toList();
  }

  private static List<Double> doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asDouble).toList();
  }

  private static List<Boolean> booleans(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asBoolean).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
