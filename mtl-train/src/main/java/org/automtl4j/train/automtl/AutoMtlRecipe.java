package org.automtl4j.train.automtl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.PolicyDistribution;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.ModelFormat;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.SuperModelFile;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.StageName;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.method.StageOutline.Trains;

/** Pre-training, the search, sampling and post-training, as AutoMTL's settings want them. */
final class AutoMtlRecipe implements Recipe {
  private static final String SUPER_MODEL = "supermodel.npz";
  private static final String PRE = "pre";
  private static final String SEARCH = "search";
  private static final String SAMPLE = "sample";
  private static final String POST = "post";

  private final AutoMtlSettings settings;

  AutoMtlRecipe(AutoMtlSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<StageOutline> stages() {
    Trains model = settings.keepsWeights() ? Trains.MODEL : Trains.MODEL_ALONE;
    List<StageOutline> stages = new ArrayList<>();
    for (StageName stage : settings.stages()) {
      stages.add(switch (stage) {
        case PRE -> new StageOutline(PRE, settings.preTraining().iterations(), settings.preTraining().updater().toUpdater(), Trains.NETWORK);
        case SEARCH -> new StageOutline(SEARCH, settings.policySearch().iterations(), settings.policySearch().weightUpdater().toUpdater(), Trains.NETWORK);
        case SAMPLE -> new StageOutline(SAMPLE, settings.sampling().candidates() * settings.sampling().iterations(), settings.postTraining().scheduledUpdater(), model);
        case POST -> new StageOutline(POST, settings.postTraining().iterations(), settings.postTraining().scheduledUpdater(), model);
      });
    }
    return List.copyOf(stages);
  }

  @Override
  public void check(Network network, Parameters parameters, int height, int width) {
    BranchNetwork branches = (BranchNetwork) network;
    if (settings.runs(StageName.SEARCH) && branches.policyNodes().isEmpty()) {
      throw new InvalidInputException("stages: found " + settings.stages() + ", but " + (branches.isSingleTask()
          ? "one task ('" + branches.tasks().get(0).name() + "') has nothing to share: set stages to [POST], or name more tasks"
          : "policySearch.shareBottom leaves no convolution for which tasks could choose: set stages to [POST], or lower it"));
    }
    network.checkSize(height, width);
    SuperModel model = SuperModel.of(branches, parameters, 0);
    given(model);
    if (settings.runs(StageName.SAMPLE)) {
      settings.sample().check(model, height, width);
    }
    if (settings.runs(StageName.POST)) {
      // What model.zip cannot express is better known before the training than after it.
      ModelFormat.DL4J.check(model, height, width);
    }
  }

  /** The architecture that is trained in place of one that is searched. */
  private Optional<Architecture> given(SuperModel model) {
    return settings.architecture().map(file -> Architecture.read(file).checkedAgainst(model));
  }

  @Override
  public CostProbe probe(Network network, Parameters parameters, int height, int width) {
    SuperModel model = SuperModel.of((BranchNetwork) network, parameters, 0);
    Optional<Architecture> drawn = model.isSingleTask() ? Optional.empty() : Optional.of(Architecture.sample(model, RandomStream.of(0, "probe")));
    ModelSize found = ModelSize.of(model, model.isSingleTask() ? Stage.COMMON : Stage.HARD, drawn, height, width);
    return new CostProbe(new BranchView.Mean(), new BranchView.Common(), found.parameters() * model.dataType().width());
  }

  @Override
  public Found run(Session session) {
    SuperModel model = SuperModel.of((BranchNetwork) session.network(), session.parameters(), session.seed());
    Optional<Architecture> given = given(model);
    session.stage(PRE, settings.pre()).ifPresent(done -> session.keep(SUPER_MODEL, file -> SuperModelFile.save(model, file)));
    session.stage(SEARCH, settings.search()).ifPresent(done -> session.keep(SUPER_MODEL, file -> SuperModelFile.save(model, file)));
    Map<String, Double> confidence = settings.runs(StageName.SEARCH) ? confidence(model) : Map.of();
    if (!settings.keepsWeights()) {
      session.parameters().closeAllBut(Role.CHOICE);
    }
    Optional<Architecture> sampled = session.stage(SAMPLE, settings.sample());
    sampled.ifPresent(session::keep);
    Architecture found = sampled.or(() -> given).orElseGet(() -> Architecture.argmax(model));
    Optional<MultiTaskModel> trained = session.stage(POST, settings.post(found));
    return new Found(trained.isPresent() ? Optional.of(found) : sampled, trained, confidence);
  }

  private static Map<String, Double> confidence(SuperModel model) {
    Map<String, Double> confidence = new LinkedHashMap<>();
    model.tasks().forEach(t -> confidence.put(t.name(), PolicyDistribution.of(model, t.name()).meanLargest()));
    return confidence;
  }

  @Override
  public Optional<TrainingConfig> finalTraining() {
    return settings.runs(StageName.POST) ? Optional.of(settings.postTraining().training()) : Optional.empty();
  }

  @Override
  public TrainingStage<MultiTaskModel> comparison(String name, Found found) {
    return new RandomTraining(name, found.architecture().orElseThrow(), settings.postTraining().training());
  }
}
