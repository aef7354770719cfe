package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.choice.BinaryConcrete;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.mtlnas.GatePenalties;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.listener.ChoiceSnapshot;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.ScalarSchedule;
import org.automtl4j.train.step.StepGraph;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** The engine trains a network that is not AutoMTL's, by a stage of its own: nothing of the engine has to know it. */
class AnotherMethodTest {
  private final SyntheticScenes data = SyntheticScenes.builder().size(12, 12).counts(12, 4, 4).seed(3).tasks("depth_zbuffer", "normal").build();
  private final FusionNetwork network = FusionNetwork.builder(Backbone.builder("chain").input(3)
      .convolution(3, 3, c -> c.noBias().pad(1)).batchNorm().relu().convolution(4, 3, c -> c.noBias().stride(2).pad(1)).batchNorm().relu().build())
      .task(data.task("depth_zbuffer"), TaskHead.aspp(3)).task(data.task("normal"), TaskHead.conv1x1(3)).build();

  @TempDir Path temp;

  /** Gates learn on one part of the data, weights on the other, in turn. */
  private record EdgeSearch(FusionNetwork fusion, int iterations) implements TrainingStage<FusionArchitecture> {
    @Override
    public String id() {
      return "edge-search";
    }

    @Override
    public FusionArchitecture run(StageContext context) {
      Parameters parameters = context.parameters();
      ParameterLearning choices = new ParameterLearning(ParameterGroup.all(Role.CHOICE, UpdateRule.of(new Adam(0.3), 0)));
      Phase gates = phase("gates", Split.TRAIN2, choices)
          .with(new Objective(Map.of(), List.of(new Entropy(fusion), new Auxiliary()))).with("factor.entropy", ScalarSchedule.byPhase("gates", count -> 0.1 * count));
      Phase weights = phase("weights", Split.TRAIN1, new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0.02), 0))));
      Dependencies words = Dependencies.of(new Words("edgeSearch.").put("iterations", iterations).words());
      context.train(StageTask.of(fusion, parameters, id(), words, iterations, PhaseSchedule.blocks(gates, 1, weights, 2))
          .with(Judgement.ofSearch(() -> new FusionView.Discrete(fusion.positive(parameters))))
          .withChoices(() -> ChoiceSnapshot.choices(fusion.distribution(parameters))));
      return fusion.positive(parameters);
    }

    private Phase phase(String name, Split split, ParameterLearning learning) {
      return Phase.of(name, new FusionView.Gated(), split, learning).with("temperature", ScalarSchedule.byPhase("gates", count -> 5 * Math.pow(0.9, count)));
    }
  }

  /** A term of the whole graph. */
  private record Entropy(FusionNetwork fusion) implements Penalty {
    @Override
    public String name() {
      return "entropy";
    }

    @Override
    public OptionalDouble factor() {
      return OptionalDouble.of(1);
    }

    @Override
    public Optional<Term> build(StepGraph step) {
      return Optional.of(new Term(GatePenalties.entropy(fusion, step.graph(), "entropy")));
    }
  }

  /** A term of each task, from an output of the graph and the task's labels; only reported. */
  private record Auxiliary() implements Penalty {
    @Override
    public String name() {
      return "again";
    }

    @Override
    public OptionalDouble factor() {
      return OptionalDouble.empty();
    }

    @Override
    public Optional<Term> build(StepGraph step, String task) {
      return Optional.of(new Term(step.loss(task, step.graph().sameDiff().getVariable(step.graph().predictions().get(task))).value()));
    }
  }

  /** Keeps what it hears. */
  private static final class Heard implements TrainingListener {
    private final List<IterationDone> iterations = new ArrayList<>();
    private final List<ChoiceSnapshot> choices = new ArrayList<>();
    private final List<Validated> validations = new ArrayList<>();

    @Override
    public void iterationDone(IterationDone event) {
      iterations.add(event);
    }

    @Override
    public void choicesSeen(ChoiceSnapshot event) {
      choices.add(event);
    }

    @Override
    public void validated(Validated event) {
      validations.add(event);
    }
  }

  private TrainerBuilder trainer(Parameters parameters, TaskStepping stepping) {
    return Trainer.builder(network, parameters, data).batchSize(2).seed(7).taskStepping(stepping).validateEvery(4);
  }

  private static double[] numbers(Parameters parameters) {
    return parameters.all().stream().flatMapToDouble(p -> TinyRun.stream(p.array())).toArray();
  }

  @ParameterizedTest
  @EnumSource(TaskStepping.class)
  void aStageOfItsOwnTrainsItAndIsResumedToTheBit(TaskStepping stepping) {
    Parameters straight = Parameters.fresh(network, 1);
    Heard heard = new Heard();
    FusionArchitecture found;
    Evaluation evaluation;
    try (Trainer trainer = trainer(straight, stepping).listeners(heard).build()) {
      found = trainer.run(new EdgeSearch(network, 8));
      evaluation = trainer.evaluate(new FusionView.Discrete(found), Split.TEST);
    }
    assertThat(evaluation.metrics().keySet()).containsExactly("depth_zbuffer", "normal");
    assertThat(numbers(straight)).isNotEqualTo(numbers(Parameters.fresh(network, 1))).doesNotContain(Double.NaN);

    StopSignal stop = new StopSignal();
    TrainingListener stopper = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        if (event.iteration() == 4) {
          stop.request("the test");
        }
      }
    };
    try (Trainer trainer = trainer(Parameters.fresh(network, 1), stepping).checkpoints(temp, new CheckpointSettings(0, 1)).stopSignal(stop).listeners(stopper).build()) {
      assertThatThrownBy(() -> trainer.run(new EdgeSearch(network, 8))).isInstanceOf(TrainingStoppedException.class);
    }
    Parameters resumed = Parameters.fresh(network, 2);
    Heard rest = new Heard();
    try (Trainer trainer = trainer(resumed, stepping).resume(temp).listeners(rest).build()) {
      assertThat(trainer.run(new EdgeSearch(network, 8)).edges()).isEqualTo(found.edges());
    }
    assertThat(numbers(resumed)).isEqualTo(numbers(straight));
    assertThat(rest.iterations.stream().map(IterationDone::losses)).isEqualTo(heard.iterations.subList(5, 8).stream().map(IterationDone::losses).toList());
  }

  @Test
  void eachPhaseTrainsItsGroupAndIsFedItsNumbers() {
    Parameters parameters = Parameters.fresh(network, 1);
    Heard heard = new Heard();
    try (Trainer trainer = trainer(parameters, TaskStepping.JOINT).listeners(heard).build()) {
      trainer.run(new EdgeSearch(network, 4));
    }
    assertThat(heard.iterations).extracting(IterationDone::phase).containsExactly("gates", "weights", "weights", "gates");
    assertThat(heard.iterations).extracting(IterationDone::temperature).containsExactly(5.0, 4.5, 4.5, 4.5);
    assertThat(heard.iterations.get(3).scalars()).containsEntry("factor.entropy", 0.1);
    assertThat(heard.iterations.get(0).terms().get("entropy").get(Penalty.ALL)).isCloseTo(Math.log(2), within(1e-6));
    assertThat(heard.iterations.get(0).terms().get("again")).isEqualTo(heard.iterations.get(0).losses());
    assertThat(heard.iterations.get(1).terms()).isEmpty();
    assertThat(heard.choices).hasSize(4);
    assertThat(heard.choices.get(3).probabilities().values()).allSatisfy(sites -> assertThat(sites.values()).isNotEmpty().allMatch(p -> p.size() == 2));
    assertThat(heard.validations).hasSize(1);
  }

  @Test
  void aGateThatIsForcedToBeOnIsFedSo() {
    // All gates on: what the gates' logits are makes no difference.
    Set<Double> losses = new HashSet<>();
    for (double logit : new double[] {-3, 3}) {
      Parameters parameters = Parameters.fresh(network, 1);
      parameters.all().stream().filter(p -> p.role() == Role.CHOICE).forEach(p -> p.array().assign(logit));
      Heard heard = new Heard();
      try (Trainer trainer = trainer(parameters, TaskStepping.JOINT).listeners(heard).build()) {
        trainer.run(new TrainingStage<Void>() {
          @Override
          public String id() {
            return "forced";
          }

          @Override
          public Void run(StageContext context) {
            ParameterLearning nothing = new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0), 0)));
            Phase phase = Phase.of("weights", new FusionView.Gated(), Split.TRAIN, nothing)
                .with(BinaryConcrete.HARD, ScalarSchedule.constant(1)).with(BinaryConcrete.FORCED, ScalarSchedule.constant(1));
            context.train(StageTask.of(network, context.parameters(), id(), Dependencies.NONE, 1, PhaseSchedule.single(phase)));
            return null;
          }
        });
      }
      losses.add(heard.iterations.get(0).losses().get("normal"));
    }
    assertThat(losses).hasSize(1);
  }

  @Test
  void stagesOfAutoMtlRefuseIt() {
    try (Trainer trainer = trainer(Parameters.fresh(network, 1), TaskStepping.JOINT).build()) {
      assertThatThrownBy(() -> trainer.run(TinyRun.pre(1))).isInstanceOf(InvalidInputException.class).hasMessageContaining("'mtl-nas'");
      assertThatThrownBy(trainer::superModel).isInstanceOf(InvalidInputException.class).hasMessageContaining("'mtl-nas'");
    }
  }
}
