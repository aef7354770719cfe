package org.automtl4j.train.mtlnas;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.mtlnas.config.MtlNasSettings;
import org.automtl4j.train.mtlnas.config.MtlNasSettings.Stage;

/**
 * What a search is compared with: other edges of its space, trained with as many steps of the weights, from the same single-task networks. In place of the
 * search's halves they see all training data.
 *
 * @param name which edges
 * @param settings of the method
 */
record EdgeControl(String name, MtlNasSettings settings) implements TrainingStage<MultiTaskModel> {
  static final String NONE = "no_edges";
  static final String ALL = "all_edges";
  static final String RANDOM = "random_edges";
  static final List<String> NAMES = List.of(NONE, ALL, RANDOM);

  @Override
  public String id() {
    return name;
  }

  @Override
  public MultiTaskModel run(StageContext context) {
    FusionNetwork network = FusionStages.network(context, name);
    Parameters parameters = context.parameters();
    long seed = context.settings().seed();
    FusionView.Discrete view = new FusionView.Discrete(edges(network, parameters, seed));
    FusionNetworks.anew(network, parameters, seed);
    FusionNetworks.start(network, parameters, settings.weights());
    if (settings.runs(Stage.SINGLE) && !settings.beginsAnew()) {
      settings.single().stage("single-tasks", new FusionView.Alone(), Optional.empty(), false).run(context);
    }
    if (settings.runs(Stage.SEARCH) && !settings.beginsAnew()) {
      settings.search().weightsAlone(name, view).run(context);
    }
    if (settings.runs(Stage.LAST)) {
      settings.last().stage("open-edges", view, Optional.empty(), settings.beginsAnew()).run(context);
    }
    return new FusionModel(view).run(context);
  }

  private FusionArchitecture edges(FusionNetwork network, Parameters parameters, long seed) {
    return switch (name) {
      case NONE -> FusionArchitecture.none(network);
      case ALL -> FusionArchitecture.all(network);
      default -> random(network, FusionNetworks.found(settings, network, parameters).edges().size(), seed);
    };
  }

  /** As many edges as were found, all sets of that size equally probable. */
  private static FusionArchitecture random(FusionNetwork network, int count, long seed) {
    List<Edge> edges = network.space().edges();
    int[] order = RandomStream.of(seed, RANDOM).permutation(edges.size());
    return FusionArchitecture.of(network, Arrays.stream(order).limit(count).mapToObj(edges::get).toList());
  }
}
