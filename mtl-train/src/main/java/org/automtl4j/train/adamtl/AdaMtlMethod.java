package org.automtl4j.train.adamtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.graph.model.published.AdaptiveCheckpoint;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.adamtl.config.AdaMtlSettings.Stage;
import org.automtl4j.train.adamtl.config.AdaMtlSettings;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline.Trains;
import org.automtl4j.train.method.StageOutline;

/** AdaMTL (Neseem, Agiza, Reda, CVPRW 2023). */
public final class AdaMtlMethod implements Method<AdaMtlSettings> {

  @Override
  public String name() {
    return "adamtl";
  }

  @Override
  public String description() {
    return "A Swin transformer for all tasks whose controllers decide for each image which blocks run and which tokens go through them (Neseem et al.: AdaMTL, CVPRW 2023).";
  }

  @Override
  public Class<AdaMtlSettings> settings() {
    return AdaMtlSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, AdaMtlSettings settings) {
    AdaptiveSwin.Builder builder = AdaptiveSwin.builder(settings.encoder().toSpec(request.backbone().words(), request.inputChannels())).decoder(settings.decoder().width())
        .layout(settings.decoder().layout()).dataType(request.dataType());
    if (settings.decides()) {
      builder.controllers(settings.controllers().toControllers());
    }
    request.tasks().forEach(task -> builder.task(task.task()));
    return builder.build();
  }

  @Override
  public Recipe recipe(AdaMtlSettings settings) {
    return new Stages(settings);
  }

  /**
   * The static network, controllers that keep everything, and both together under a target of computation.
   *
   * @param settings of the method
   */
  private record Stages(AdaMtlSettings settings) implements Recipe {

    private AdaptiveTraining adaptive() {
      return settings.adaptiveTraining().stage(settings.controllers().policy());
    }

    private AdaptiveView widest() {
      return settings.decides() ? new AdaptiveView.Adaptive() : new AdaptiveView.Static();
    }

    @Override
    public List<StageOutline> stages() {
      List<StageOutline> outlines = new ArrayList<>();
      for (Stage stage : settings.stages()) {
        outlines.add(switch (stage) {
          case STATIC -> new StageOutline(StaticTraining.ID, settings.staticTraining().iterations(), settings.staticTraining().stage().learning().updater(), Trains.NETWORK);
          case CONTROLLERS -> new StageOutline(ControllerTraining.ID, settings.controllerTraining().iterations(),
              settings.controllerTraining().stage().learning().updater(), Trains.NETWORK);
          case ADAPTIVE -> new StageOutline(AdaptiveTraining.ID, adaptive().iterations(), adaptive().learning().updater(), Trains.NETWORK);
        });
      }
      return outlines;
    }

    @Override
    public CostProbe probe(Network network, Parameters parameters, int height, int width) {
      return new CostProbe(widest(), widest(), 0);
    }

    @Override
    public Found run(Session s) {
      AdaptiveSwin network = (AdaptiveSwin) s.network();
      settings.weights().ifPresent(file -> AdaptiveCheckpoint.read(file, network, s.parameters()));
      s.stage(StaticTraining.ID, settings.staticTraining().stage());
      s.stage(ControllerTraining.ID, settings.controllerTraining().stage());
      s.stage(AdaptiveTraining.ID, adaptive());
      if (settings.decides() && !settings.efforts().isEmpty()) {
        List<EffortCurve.Point> points = s.run(new EffortCurve(settings.efforts()));
        s.keep(EffortCurve.FILE, file -> EffortCurve.write(points, file));
      }
      return Found.of(s.run(new Finishing(widest())));
    }

    @Override
    public Optional<TrainingConfig> finalTraining() {
      return Optional.empty();
    }
  }
}
