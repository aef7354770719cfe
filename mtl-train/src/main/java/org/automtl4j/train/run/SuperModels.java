package org.automtl4j.train.run;

import java.util.List;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.train.compat.SharedBottom;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.config.TaskConfig;

/** Builds the super-model of a configuration. */
final class SuperModels {

  private SuperModels() {}

  /** @return backbone, tasks and heads as configured, with fresh weights */
  static SuperModel of(RunConfig config, MultiTaskDataSet data) {
    return of(config, data, config.tasks());
  }

  /** @return the same with some of the tasks only */
  static SuperModel of(RunConfig config, MultiTaskDataSet data, List<TaskConfig> tasks) {
    SuperModel.Builder builder =
        SuperModel.builder(Backbone.resolve(config.backbone(), config.compat().unsupportedFields()))
            .batchNormPolicy(config.batchNormPolicy())
            .shareBottom(config.compat().sharedBottom() == SharedBottom.FIXED ? config.policySearch().shareBottom() : 0)
            .seed(config.seed());
    tasks.forEach(t -> builder.task(t.of(data), t.head().toHead()));
    return builder.build();
  }
}
