package org.automtl4j.train.mtlnas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.method.StageOutline.Trains;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.mtlnas.config.MtlNasSettings;
import org.automtl4j.train.mtlnas.config.MtlNasSettings.Stage;

/**
 * Single-task networks, the search, and perhaps the open edges once more.
 *
 * @param settings of the method
 */
record MtlNasRecipe(MtlNasSettings settings) implements Recipe {
  private static final String SINGLE = "single";
  private static final String SEARCH = "search";
  private static final String LAST = "last";

  @Override
  public List<StageOutline> stages() {
    List<StageOutline> outlines = new ArrayList<>();
    for (Stage stage : settings.stages()) {
      outlines.add(switch (stage) {
        case SINGLE -> new StageOutline(SINGLE, settings.single().iterations(), settings.single().scheduledUpdater(), Trains.NETWORK);
        case SEARCH -> new StageOutline(SEARCH, 2 * settings.search().steps(), settings.search().weights().scheduledUpdater(), Trains.NETWORK);
        case LAST -> new StageOutline(LAST, settings.last().iterations(), settings.last().scheduledUpdater(), Trains.NETWORK);
      });
    }
    return outlines;
  }

  @Override
  public void check(Network network, Parameters parameters, int height, int width) {
    FusionNetwork fusion = (FusionNetwork) network;
    if (settings.runs(Stage.SEARCH) && fusion.space().edges().isEmpty()) {
      throw new InvalidInputException("there is nothing to search: the space of " + fusion + " has no edge");
    }
    network.checkSize(height, width);
    given(fusion);
  }

  /** Edges that are trained in place of searched ones. */
  private Optional<FusionArchitecture> given(FusionNetwork network) {
    return settings.architecture().map(file -> FusionArchitecture.read(file).checkedAgainst(network));
  }

  @Override
  public CostProbe probe(Network network, Parameters parameters, int height, int width) {
    return new CostProbe(settings.search().discretise().view(), new FusionView.Alone(), 0);
  }

  @Override
  public Found run(Session s) {
    FusionNetwork network = (FusionNetwork) s.network();
    FusionNetworks.start(network, s.parameters(), settings.weights());
    s.stage(SINGLE, settings.single().stage("single-tasks", new FusionView.Alone(), Optional.empty(), false));
    Optional<FusionArchitecture> searched = s.stage(SEARCH, settings.search().stage());
    searched.ifPresent(found -> GateRecord.keep(s, found));
    Optional<FusionArchitecture> edges = searched.or(() -> given(network));
    edges.ifPresent(architecture -> s.keep(MtlNasMethod.ARCHITECTURE, architecture::save));
    edges.ifPresent(architecture -> s.stage(LAST, settings.last().stage("open-edges", new FusionView.Discrete(architecture), Optional.empty(), settings.beginsAnew())));
    FusionView view = edges.<FusionView>map(FusionView.Discrete::new).orElseGet(FusionView.Alone::new);
    MultiTaskModel model = s.run(new FusionModel(view));
    return new Found(Optional.empty(), Optional.of(model), searched.isPresent() ? FusionNetworks.confidence(network, s.parameters()) : Map.of());
  }

  @Override
  public Optional<TrainingConfig> finalTraining() {
    return Optional.of(settings.compared());
  }

  @Override
  public TrainingStage<MultiTaskModel> comparison(String name, Found found) {
    return new EdgeControl(name, settings);
  }
}
