package org.automtl4j.app.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TaskConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.RandomArchitectures;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.listener.TrainingListener;

/** Trains what a found model is compared with: the same updates per task, batch, schedule and data as its post-training. */
final class Baselines {
  private final RunConfig config;
  private final MultiTaskDataSet data;
  private final RunFolder folder;
  private final StopSignal stop;
  private final TrainingListener[] listeners;
  private double seconds;

  Baselines(RunConfig config, MultiTaskDataSet data, RunFolder folder, StopSignal stop, TrainingListener... listeners) {
    this.config = config;
    this.data = data;
    this.folder = folder;
    this.stop = stop;
    this.listeners = listeners.clone();
  }

  /** Wall time of all trainings so far; of a resumed run, that of all its parts. */
  double trainedSeconds() {
    return seconds;
  }

  void train(Baseline baseline, SuperModel model, PostTraining post, Contestants contestants) {
    switch (baseline.id()) {
      case "hard" -> hard(model, HardSharing.like(post), contestants);
      case "single" -> {
        for (TaskConfig task : config.tasks()) {
          SuperModel alone = SuperModels.of(config, data, List.of(task));
          alone.parameters().close(); // what is trained has its structure, and weights of its own
          single(alone, HardSharing.like(post), contestants);
        }
      }
      case "random" -> random(baseline, model, 0, post, contestants);
      case "random_bottom" -> random(baseline, model, sharedBottom(model, post.architecture()), post, contestants);
      default -> throw new IllegalStateException("no baseline " + baseline);
    }
  }

  private void hard(SuperModel model, HardSharing stage, Contestants contestants) {
    train(Baseline.HARD, "", model, trainer -> add(contestants, Baseline.HARD, trainer.run(stage), Stage.COMMON, Optional.empty()));
  }

  private void single(SuperModel model, HardSharing stage, Contestants contestants) {
    String task = model.tasks().get(0).name();
    train(Baseline.SINGLE, "-" + task, model, trainer -> add(contestants, Baseline.SINGLE, trainer.run(stage), Stage.COMMON, Optional.empty()));
  }

  private void random(Baseline baseline, SuperModel model, int sharedNodes, PostTraining post, Contestants contestants) {
    long size = ModelSize.backboneParameters(model, post.architecture());
    RandomStream random = RandomStream.of(config.seed(), baseline.id());
    Architecture drawn = RandomArchitectures.withSharedBottom(model, sharedNodes, size, random);
    PostTraining stage =
        PostTraining.builder(drawn).iterations(post.iterations()).updater(post.updater()).weightDecay(post.weightDecay()).build();
    train(baseline, "", model, trainer -> add(contestants, baseline, trainer.run(stage), Stage.HARD, Optional.of(drawn)));
  }

  private void train(Baseline baseline, String suffix, SuperModel model, Consumer<Trainer> work) {
    try (Trainer trainer = Trainers.of(config, baseline.id(), model, data, folder, baseline.id() + suffix, stop, listeners)) {
      work.accept(trainer);
      seconds += trainer.trainedSeconds();
    }
  }

  /** Half of the policy nodes, or as many as an architecture of the found one's size can share. */
  private static int sharedBottom(SuperModel model, Architecture found) {
    long size = ModelSize.backboneParameters(model, found);
    int nodes = model.policyNodes().size() / 2;
    while (nodes > 0 && !RandomArchitectures.canHave(model, nodes, size)) {
      nodes--;
    }
    return nodes;
  }

  private void add(Contestants contestants, Baseline baseline, MultiTaskModel model, Stage stage, Optional<Architecture> architecture) {
    contestants.add(baseline.id(), model, ModelSize.of(model.superModel(), stage, architecture, data.height(), data.width()));
  }
}
