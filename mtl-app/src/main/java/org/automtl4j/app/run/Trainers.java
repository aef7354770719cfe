package org.automtl4j.app.run;

import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TakenWeights;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.TrainerBuilder;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.listener.TrainingListener;

/** A trainer as a configuration sets it up. */
final class Trainers {
  /** Batches that are prepared ahead at the least where the configuration asks for data threads. */
  private static final int PREFETCH = 4;

  private Trainers() {}

  /** One that writes no checkpoints. */
  static Trainer of(RunConfig config, String name, Network network, Parameters parameters, MultiTaskDataSet data, TrainingListener... listeners) {
    return builder(config, name, network, parameters, data, listeners).build();
  }

  /**
   * One that writes checkpoints to a folder of its own, and goes on from them where there are any: a run without any has made sure before.
   *
   * @param folder of the run
   * @param lane name of the folder of checkpoints, for no other trainer of the run
   */
  static Trainer of(
      RunConfig config, String name, Network network, Parameters parameters, MultiTaskDataSet data, RunFolder folder, String lane, StopSignal stop, TrainingListener... listeners) {
    return builder(config, name, network, parameters, data, listeners)
        .resume(folder.file(RunFolder.CHECKPOINTS).resolve(lane), config.checkpoints().settings())
        .stopSignal(stop)
        .build();
  }

  static TrainerBuilder builder(RunConfig config, String name, Network network, Parameters parameters, MultiTaskDataSet data, TrainingListener... listeners) {
    TrainerBuilder builder =
        Trainer.builder(network, parameters, data)
            .name(name)
            .batchSize(config.batch())
            .taskStepping(config.taskStepping())
            .balance(config.balance())
            .seed(config.seed())
            .prefetch(prefetched(config))
            .dataThreads(Math.max(1, config.data().threads()))
            .validateEvery(config.validation().every())
            .patience(config.validation().patience())
            .takeBest(config.validation().take() == TakenWeights.BEST)
            .compat(compat(config, network))
            .listeners(listeners);
    config.tasks().stream()
        .filter(t -> network.tasks().stream().anyMatch(m -> m.name().equals(t.name())))
        .forEach(t -> {
          builder.weight(t.name(), t.weight());
          t.loss(t.of(data)).ifPresent(loss -> builder.loss(t.name(), loss));
        });
    config.validation().taskMetric().ifPresent(builder::validationMetric);
    return builder;
  }

  /** Batches per task that are prepared ahead: two for each thread, one at work and one waiting. */
  static int prefetched(RunConfig config) {
    int threads = config.data().threads();
    return threads == 0 ? 0 : Math.max(PREFETCH, 2 * threads);
  }

  private static Compat compat(RunConfig config, Network network) {
    Compat compat = config.compat().toCompat();
    return network.tasks().size() == config.tasks().size() ? compat : compat.withoutTaskIterations();
  }
}
