package org.automtl4j.train.mtlnas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.transform.SearchSplit;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionNames;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.TrainerBuilder;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** A small fusion network and trainings of it. */
final class FusionTrainings {
  static final SyntheticScenes DATA = SyntheticScenes.builder().size(12, 12).counts(10, 4, 4).seed(3).tasks("depth_zbuffer", "normal").build();

  private FusionTrainings() {}

  static FusionNetwork network() {
    return FusionNetwork.builder(Backbone.builder("chain").input(3)
        .convolution(3, 3, c -> c.noBias().pad(1)).batchNorm().relu().convolution(4, 3, c -> c.noBias().stride(2).pad(1)).batchNorm().relu().build())
        .task(DATA.task("depth_zbuffer"), TaskHead.conv1x1(3)).task(DATA.task("normal"), TaskHead.conv1x1(3)).build();
  }

  static TrainerBuilder trainer(FusionNetwork network, Parameters parameters) {
    return Trainer.builder(network, parameters, DATA).batchSize(2).seed(7);
  }

  static EdgeSearch.Weights weights(Gates gates) {
    return new EdgeSearch.Weights(new Nesterovs(1e-3, 0.9), 2.5e-4, RateFactors.PUBLISHED, gates);
  }

  static EdgeSearch.Logits logits(Gates gates) {
    return new EdgeSearch.Logits(new Adam(0.1, 0.5, 0.999, 1e-8), 1e-3, gates, new Period(1, 0, 0, 1, 2), Optional.of(new Period(0, 10, 0, 0, 1)), Optional.empty(), false, false);
  }

  static EdgeSearch search(int steps) {
    return new EdgeSearch(steps, weights(Gates.GUMBEL), logits(Gates.SIGMOID), new SearchSplit.Redrawn(0.5));
  }

  /** The iterations of a search. */
  static List<IterationDone> search(int steps, DoubleFunction<SearchSplit> split) {
    List<IterationDone> heard = new ArrayList<>();
    FusionNetwork network = network();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        heard.add(event);
      }
    };
    try (Trainer trainer = trainer(network, Parameters.fresh(network, 1)).listeners(listener).build()) {
      trainer.run(new EdgeSearch(steps, weights(Gates.GUMBEL), logits(Gates.SIGMOID), split.apply(0.5)));
    }
    return heard;
  }

  /** The logits that a search leads to. */
  static double[] logitsAfter(EdgeSearch search) {
    FusionNetwork network = network();
    Parameters parameters = Parameters.fresh(network, 1);
    try (Trainer trainer = trainer(network, parameters).build()) {
      trainer.run(search);
    }
    return parameters.get(FusionNames.LOGITS).toDoubleVector();
  }
}
