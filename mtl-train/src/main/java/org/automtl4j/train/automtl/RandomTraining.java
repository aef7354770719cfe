package org.automtl4j.train.automtl;

import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;

/**
 * Trains an architecture that is drawn at random, about as large as the one that was found.
 *
 * @param name seeds what is drawn; {@value #BOTTOM}: the first half of its layers is shared by all tasks, which a person would try without a search
 * @param found what was found
 * @param training as the found one is trained
 */
record RandomTraining(String name, Architecture found, TrainingConfig training) implements TrainingStage<MultiTaskModel> {
  static final String FREE = "random";
  static final String BOTTOM = "random_bottom";

  @Override
  public String id() {
    return name;
  }

  @Override
  public MultiTaskModel run(StageContext context) {
    SuperModel model = SuperModel.of((BranchNetwork) context.network(), context.parameters(), context.settings().seed());
    long size = ModelSize.backboneParameters(model, found);
    int shared = name.equals(BOTTOM) ? sharedBottom(model, size) : 0;
    Architecture drawn = RandomArchitectures.withSharedBottom(model, shared, size, RandomStream.of(context.settings().seed(), name));
    return PostTraining.builder(drawn).iterations(training.iterations()).updater(training.scheduledUpdater()).weightDecay(training.weightDecay()).build().run(context);
  }

  /** Half of the policy nodes, or as many as an architecture of that size can share. */
  private static int sharedBottom(SuperModel model, long size) {
    int nodes = model.policyNodes().size() / 2;
    while (nodes > 0 && !RandomArchitectures.canHave(model, nodes, size)) {
      nodes--;
    }
    return nodes;
  }
}
