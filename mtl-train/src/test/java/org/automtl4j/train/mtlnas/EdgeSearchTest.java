package org.automtl4j.train.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.transform.SearchSplit;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Searches of edges and trainings of given ones. */
class EdgeSearchTest {
  private final FusionNetwork network = FusionTrainings.network();

  private static Map<String, INDArray> copy(Parameters parameters) {
    Map<String, INDArray> copies = new HashMap<>();
    parameters.all().forEach(p -> copies.put(p.name(), p.array().dup()));
    return copies;
  }

  @Test
  void logitsAndWeightsLearnInTurn() {
    List<IterationDone> heard = FusionTrainings.search(2, SearchSplit.Redrawn::new);
    assertThat(heard).extracting(IterationDone::phase).containsExactly("gates", "weights", "gates", "weights");
    assertThat(heard.get(0).scalars()).containsEntry("factor.entropy", 0.0);
    assertThat(heard.get(2).scalars()).containsEntry("factor.entropy", 10.0);
    assertThat(heard.get(3).scalars()).containsEntry("temperature", 0.25);
    assertThat(heard.get(3).rates()).containsKeys("base", "classifierWeight", "classifierBias", "fusion");
  }

  @Test
  void aSearchIsResumedToTheBit(@TempDir Path folder) {
    EdgeSearch search = FusionTrainings.search(6);
    Parameters straight = Parameters.fresh(network, 1);
    FusionArchitecture found;
    try (Trainer trainer = FusionTrainings.trainer(network, straight).build()) {
      found = trainer.run(search);
    }
    StopSignal stop = new StopSignal();
    TrainingListener stopper = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        if (event.iteration() == 6) { // in the second pass over the halves, between a step of the logits and one of the weights
          stop.request("the test");
        }
      }
    };
    try (Trainer trainer = FusionTrainings.trainer(network, Parameters.fresh(network, 1)).checkpoints(folder, new CheckpointSettings(0, 1)).stopSignal(stop).listeners(stopper).build()) {
      assertThatThrownBy(() -> trainer.run(search)).isInstanceOf(TrainingStoppedException.class);
    }
    Parameters resumed = Parameters.fresh(network, 2);
    try (Trainer trainer = FusionTrainings.trainer(network, resumed).resume(folder).build()) {
      assertThat(trainer.run(search).edges()).isEqualTo(found.edges());
    }
    network.parameters().forEach(spec -> assertThat(resumed.get(spec.name())).as(spec.name()).isEqualTo(straight.get(spec.name())));
  }

  @Test
  void entropyDrivesGatesToZeroOrOne() {
    EdgeSearch.Logits driven = new EdgeSearch.Logits(new Adam(0.3, 0.5, 0.999, 1e-8), 0, Gates.SIGMOID, Period.constant(1), Optional.of(Period.constant(10)), Optional.empty(), false, false);
    double[] logits = FusionTrainings.logitsAfter(new EdgeSearch(12, FusionTrainings.weights(Gates.SIGMOID), driven, new SearchSplit.Redrawn(0.5)));
    assertThat(Arrays.stream(logits).map(Math::abs).min().orElseThrow()).isGreaterThan(0.5);
  }

  @Test
  void theSuperNetworksLogitsLearnNothingFromTheLosses() {
    EdgeSearch.Logits plain = new EdgeSearch.Logits(new Adam(0.3, 0.5, 0.999, 1e-8), 0, Gates.ALL, Period.constant(1), Optional.empty(), Optional.empty(), false, false);
    assertThat(FusionTrainings.logitsAfter(new EdgeSearch(2, FusionTrainings.weights(Gates.ALL), plain, new SearchSplit.Redrawn(0.5)))).containsOnly(0);
  }

  @Test
  void aFrozenBaseMovesOnlyItsStatistics() {
    Parameters parameters = Parameters.fresh(network, 1);
    Map<String, INDArray> before = copy(parameters);
    train(parameters, new FusionView.Discrete(FusionArchitecture.all(network)), new RateFactors(10, 20, 100, true));
    network.parameters().forEach(spec -> {
      boolean moved = !parameters.get(spec.name()).equals(before.get(spec.name()));
      boolean learns = spec.name().startsWith("fusion.") || spec.name().matches("head\\..*\\.weight|head\\..*\\.bias") || spec.role() == Role.STATISTIC;
      if (spec.role() == Role.WEIGHT) {
        assertThat(moved).as(spec.name()).isEqualTo(learns && !spec.name().matches("head\\..*(conv1|bn1).*"));
      } else if (spec.role() == Role.STATISTIC) {
        assertThat(moved).as(spec.name()).isTrue();
      }
    });
  }

  @Test
  void singleTaskNetworksLeaveFusionsAlone() {
    Parameters parameters = Parameters.fresh(network, 1);
    Map<String, INDArray> before = copy(parameters);
    train(parameters, new FusionView.Alone(), RateFactors.NONE);
    network.parameters().stream().filter(spec -> spec.role() != Role.CHOICE)
        .forEach(spec -> assertThat(parameters.get(spec.name()).equals(before.get(spec.name()))).as(spec.name()).isEqualTo(spec.name().startsWith("fusion.")));
  }

  private void train(Parameters parameters, FusionView view, RateFactors rates) {
    try (Trainer trainer = FusionTrainings.trainer(network, parameters).build()) {
      trainer.run(new FusionTraining("given", view, 3, new Nesterovs(1e-2, 0.9), 1e-3, rates, Optional.empty(), false));
      assertThat(trainer.evaluate(view, Split.TEST).metrics()).containsOnlyKeys("depth_zbuffer", "normal");
    }
  }

  @Test
  void whatCannotBeTrainedSoIsRefused() {
    assertThatThrownBy(() -> new RateFactors(1, -1, 1, false)).isInstanceOf(InvalidInputException.class).hasMessageContaining("found 1.0, -1.0 and 1.0");
    assertThatThrownBy(() -> new Period(0, 1, 0.5, 0.4, 1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("0 <= from <= to");
  }
}
