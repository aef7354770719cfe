package org.automtl4j.app.run;

import java.util.LinkedHashMap;
import java.util.List;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TaskConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.MethodChoice;
import org.automtl4j.train.method.Methods;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.TrainingStage;

/** Trains what a found model is compared with: the same updates per task, batch, schedule and data as its post-training. */
final class Baselines {
  private final RunConfig config;
  private final MultiTaskDataSet data;
  private final RunFolder folder;
  private final StepTimes times;
  private final StopSignal stop;
  private final TrainingListener[] listeners;
  private double seconds;

  Baselines(RunConfig config, MultiTaskDataSet data, RunFolder folder, StepTimes times, StopSignal stop, TrainingListener... listeners) {
    this.config = config;
    this.data = data;
    this.folder = folder;
    this.times = times;
    this.stop = stop;
    this.listeners = listeners.clone();
  }

  /** Wall time of all trainings so far; of a resumed run, that of all its parts. */
  double trainedSeconds() {
    return seconds;
  }

  /** Trains another method: all tasks together, or each alone. */
  void train(Baseline baseline, NetworkRequest request, Network run, TrainingConfig like, Contestants contestants) {
    Method<?> method = Methods.named(baseline.method());
    List<List<String>> parts = method.baselineParts(config.tasks().stream().map(TaskConfig::name).toList());
    for (List<String> tasks : parts) {
      String lane = baseline.id() + (parts.size() > 1 ? "-" + String.join("-", tasks) : "");
      train(baseline, lane, request.only(tasks), run, MethodChoice.baseline(method, like).orElseThrow(), contestants);
    }
  }

  private void train(Baseline baseline, String lane, NetworkRequest request, Network run, MethodChoice<?> method, Contestants contestants) {
    Network network = method.baselineNetwork(request, run);
    Recipe recipe = method.recipe();
    try (Parameters parameters = method.parameters(network, request);
        Trainer trainer = Trainers.of(config, baseline.id(), network, parameters, data, folder, lane, stop, listeners)) {
      Found found = recipe.run(new RunSession(recipe, trainer, data, config.seed(), folder, new LinkedHashMap<>(), times));
      contestants.add(baseline.id(), found.model().orElseThrow());
      seconds += trainer.trainedSeconds();
    }
  }

  /** Trains a comparison of the run's method with itself, on its network. */
  void compare(Baseline baseline, Network network, Parameters parameters, TrainingStage<MultiTaskModel> stage, Contestants contestants) {
    try (Trainer trainer = Trainers.of(config, baseline.id(), network, parameters, data, folder, baseline.id(), stop, listeners)) {
      contestants.add(baseline.id(), trainer.run(stage));
      seconds += trainer.trainedSeconds();
    }
  }
}
