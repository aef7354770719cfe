package org.automtl4j.app.run;

import java.nio.file.Path;
import java.util.List;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TaskConfig;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.BackboneWeights;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.convert.WeightsFile;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the super-model of a configuration. */
final class SuperModels {
  private static final Logger LOG = LoggerFactory.getLogger(SuperModels.class);

  private SuperModels() {}

  /** @return backbone, tasks and heads as configured, with fresh weights */
  static SuperModel of(RunConfig config, MultiTaskDataSet data) {
    return of(config, data, config.tasks());
  }

  /** @return the same with some of the tasks only */
  static SuperModel of(RunConfig config, MultiTaskDataSet data, List<TaskConfig> tasks) {
    AutoMtlSettings settings = GrowStages.like(config);
    Backbone backbone = Backbone.resolve(config.backbone(), config.compat().unsupportedFields());
    SuperModel.Builder builder =
        SuperModel.builder(backbone)
            .batchNormPolicy(settings.batchNormPolicy())
            .shareBottom(settings.fixedBottom())
            .seed(config.seed());
    tasks.forEach(t -> builder.task(t.of(data), t.head().toHead()));
    config.weights().ifPresent(file -> builder.weights(weights(file, backbone, data)));
    return builder.build();
  }

  /** Trained numbers; says so where they expect other pixels than the data set gives. */
  private static BackboneWeights weights(Path file, Backbone backbone, MultiTaskDataSet data) {
    ImageEncoding given = data.imageEncoding();
    WeightsFile.preprocessing(file).ifPresent(wanted -> {
      if (!wanted.equals(new Preprocessing(ChannelOrder.valueOf(given.order().name()), given.mean(), given.scale()))) {
        LOG.warn("the weights {} were trained on {} pixels with mean {} and std {}; the data set gives {} with {} and {}",
            file, wanted.order(), wanted.mean(), wanted.std(), given.order(), given.mean(), given.scale());
      }
    });
    return WeightsFile.read(file, backbone);
  }
}
