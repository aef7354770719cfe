package org.automtl4j.examples;

import java.util.Map;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.evaluate.Evaluation;

/** All four together. */
public final class OwnParts {
  private OwnParts() {}

  /**
   * @param iterations of each stage
   * @return the figures on the test split
   */
  public static Evaluation run(int iterations) {
    Stripes data = new Stripes(32, 32, 32, 16);
    SuperModel superModel = SuperModel.builder(Backbone.named("demo"))
        .task(data.task("stripe"), new ContextHead(16))
        .task(data.task("distance"), new ContextHead(16))
        .seed(1).build();
    try (Trainer trainer = Trainer.builder(superModel, data).batchSize(8).loss("distance", new HuberLoss(0.5)).build()) {
      trainer.run(PreTraining.builder().iterations(iterations).build());
      trainer.run(PolicySearch.builder().iterations(iterations).policySteps(1).weightSteps(2).build());
      Architecture found = trainer.run(PolicySampling.builder().candidates(1).build());
      try (MultiTaskModel model = trainer.run(PostTraining.builder(found).iterations(iterations).build())) {
        return trainer.evaluate(model, Split.TEST, Map.of("distance", new WithinMetric(0.5)));
      }
    }
  }
}
