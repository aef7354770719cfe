package org.automtl4j.train.run;

import java.util.List;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.train.config.HeadConfig;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.config.TaskConfig;

/** Builds the super-model of a configuration. */
final class SuperModels {

  private SuperModels() {}

  /** @return backbone, tasks and heads as configured, with fresh weights */
  static SuperModel of(RunConfig config) {
    return of(config, config.tasks());
  }

  /** @return the same with some of the tasks only */
  static SuperModel of(RunConfig config, List<TaskConfig> tasks) {
    SuperModel.Builder builder =
        SuperModel.builder(Backbone.resolve(config.backbone()))
            .batchNormPolicy(config.batchNormPolicy())
            .shareBottom(config.policySearch().shareBottom())
            .seed(config.seed());
    tasks.forEach(t -> builder.task(t.toTask(), head(t.head())));
    return builder.build();
  }

  private static TaskHead head(HeadConfig head) {
    if (head instanceof HeadConfig.Aspp aspp) {
      return TaskHead.aspp(aspp.width(), aspp.dropout());
    }
    if (head instanceof HeadConfig.Conv1x1 conv) {
      return conv.width().map(TaskHead::conv1x1).orElseGet(TaskHead::conv1x1);
    }
    return TaskHead.linear();
  }
}
