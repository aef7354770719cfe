package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.method.SmoothTchebycheff;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every balancing method trains a super-model, and an interrupted training goes on to the bit. */
class BalancedTrainingTest {
  private static final int ITERATIONS = 6;

  private final SyntheticScenes data = TinyRun.data();
  private final List<IterationDone> heard = new ArrayList<>();
  private final TrainingListener listener = new TrainingListener() {
    @Override
    public void iterationDone(IterationDone event) {
      heard.add(event);
    }
  };

  @TempDir Path temp;

  static Stream<Balancing> methods() {
    return Stream.of(Balancing.ew(), Balancing.uw(), Balancing.dwa(), Balancing.gls(), Balancing.rlw(), new SmoothTchebycheff(0.1, 1, OptionalLong.of(1)), Balancing.famo(),
        Balancing.gradNorm(), Balancing.mgda(), Balancing.pcgrad(), Balancing.imtl(), Balancing.cagrad(0.5), Balancing.nashMtl(), Balancing.fairGrad(2), Balancing.alignedMtl(),
        Balancing.upGrad(), Balancing.dualProj(), Balancing.gradVac(), Balancing.gradDrop(), Balancing.dbMtl(), Balancing.moCo(), Balancing.excessMtl(), Balancing.moDo(),
        Balancing.sdmGrad(), Balancing.moml(), Balancing.autoLambda());
  }

  private SuperModel superModel() {
    SuperModel.Builder builder = SuperModel.builder(Backbone.builder("dropped").input(3).convolution(6, 3, c -> c.stride(2).pad(1)).batchNorm().relu().dropout(0.3)
        .convolution(6, 3, c -> c.pad(1)).batchNorm().relu().build()).seed(1);
    List.of("depth_zbuffer", "normal").forEach(task -> builder.task(data.task(task), TaskHead.conv1x1(4)));
    return builder.build();
  }

  private TrainerBuilder trainer(SuperModel model) {
    return Trainer.builder(model, data).batchSize(4).listeners(listener);
  }

  private static double[] numbers(SuperModel model) {
    return model.parameters().all().stream().flatMapToDouble(p -> TinyRun.stream(p.array())).toArray();
  }

  private double[] trained(TrainerBuilder builder, SuperModel model) {
    heard.clear();
    try (Trainer trainer = builder.build()) {
      trainer.run(TinyRun.pre(ITERATIONS));
    }
    return numbers(model);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void trainsAndGoesOnToTheBit(Balancing method) {
    SuperModel straight = superModel();
    double[] expected = trained(trainer(straight).balancing(method).conflictsEvery(4), straight);
    assertThat(expected).isNotEqualTo(numbers(superModel()));
    assertThat(DoubleStream.of(expected)).allMatch(Double::isFinite);
    assertThat(heard).hasSize(ITERATIONS).allSatisfy(event -> assertThat(event.terms().get("weight")).containsOnlyKeys("depth_zbuffer", "normal"));
    List<Map<String, Map<String, Double>>> terms = heard.stream().map(IterationDone::terms).toList();

    StopSignal stop = new StopSignal().afterIterations(3);
    SuperModel interrupted = superModel();
    TrainerBuilder first = trainer(interrupted).balancing(method).conflictsEvery(4).checkpoints(temp, new CheckpointSettings(0, 1)).stopSignal(stop);
    assertThatThrownBy(() -> trained(first, interrupted)).isInstanceOf(TrainingStoppedException.class);
    SuperModel resumed = superModel();
    assertThat(trained(trainer(resumed).balancing(method).conflictsEvery(4).resume(temp), resumed)).isEqualTo(expected);
    assertThat(heard.stream().map(IterationDone::terms)).isEqualTo(terms.subList(3, ITERATIONS));
  }

  @Test
  void theSumOfGatheredGradientsIsTheGradientOfTheSum() {
    SuperModel gathered = superModel();
    double[] sum = trained(trainer(gathered).balancing((GramianWeighting) (gramian, losses) -> losses.ones()).conflictsEvery(1), gathered);
    assertThat(heard.get(0).terms().get("cosine").get("depth_zbuffer-normal")).isBetween(-1.0, 1.0);
    SuperModel plain = superModel();
    assertThat(trained(trainer(plain).taskStepping(TaskStepping.GATHERED), plain)).containsExactly(sum, within(0.0));
    SuperModel joint = superModel();
    assertThat(trained(trainer(joint).balancing(Balancing.ew()).taskStepping(TaskStepping.JOINT), joint)).hasSameSizeAs(sum);
  }

  @Test
  void equalWeightsChangeNoBit() {
    SuperModel without = superModel();
    SuperModel with = superModel();
    assertThat(trained(trainer(with).balancing(Balancing.ew()), with)).isEqualTo(trained(trainer(without), without));
  }

  @ParameterizedTest
  @EnumSource(value = TaskStepping.class, names = {"ALTERNATING", "JOINT"})
  void measuringConflictsChangesNoBit(TaskStepping stepping) {
    SuperModel without = superModel();
    double[] expected = trained(trainer(without).taskStepping(stepping), without);
    SuperModel with = superModel();
    assertThat(trained(trainer(with).taskStepping(stepping).conflictsEvery(2), with)).isEqualTo(expected);
    for (IterationDone event : heard) {
      assertThat(event.terms().containsKey("cosine")).isEqualTo(event.iteration() % 2 == 0);
    }
    assertThat(heard.get(0).terms().get("cosine")).containsKey("depth_zbuffer-normal").containsKey("layer.0/depth_zbuffer-normal");
    assertThat(heard.get(0).terms().get("gradientNorm")).containsOnlyKeys("depth_zbuffer", "normal");
  }

  @Test
  void aSteppingThatCannotServeIsRefusedWithTheOneThatCan() {
    assertThatThrownBy(() -> trainer(superModel()).balancing(Balancing.cagrad(0.5)).taskStepping(TaskStepping.JOINT).build())
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("CAGRAD").hasMessageContaining("GATHERED");
    assertThatThrownBy(() -> trainer(superModel()).balancing(Balancing.famo()).taskStepping(TaskStepping.ALTERNATING).build())
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("FAMO").hasMessageContaining("JOINT");
  }
}
