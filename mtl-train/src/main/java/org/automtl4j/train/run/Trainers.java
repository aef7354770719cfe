package org.automtl4j.train.run;

import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.compat.Compat;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.listener.TrainingListener;

/** A trainer as a configuration sets it up. */
final class Trainers {
  /** Batches that are prepared ahead where the configuration asks for data threads. */
  private static final int PREFETCH = 4;

  private Trainers() {}

  static Trainer of(RunConfig config, String name, SuperModel model, MultiTaskDataSet data, TrainingListener... listeners) {
    Trainer.Builder builder =
        Trainer.builder(model, data)
            .name(name)
            .batchSize(config.batch())
            .taskStepping(config.taskStepping())
            .seed(config.seed())
            .prefetch(config.data().threads() > 0 ? PREFETCH : 0)
            .validateEvery(config.validation().every())
            .compat(compat(config, model))
            .listeners(listeners);
    config.tasks().stream()
        .filter(t -> model.tasks().stream().anyMatch(m -> m.name().equals(t.name())))
        .forEach(t -> builder.weight(t.name(), t.weight()));
    return builder.build();
  }

  private static Compat compat(RunConfig config, SuperModel model) {
    Compat compat = config.compat().toCompat();
    return model.tasks().size() == config.tasks().size() ? compat : compat.withoutTaskIterations();
  }
}
