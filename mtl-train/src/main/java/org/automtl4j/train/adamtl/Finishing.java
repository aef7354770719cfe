package org.automtl4j.train.adamtl;

import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.loop.Preprocessings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;

/**
 * Makes a finished model of the numbers as they are.
 *
 * @param view what it computes
 */
record Finishing(AdaptiveView view) implements TrainingStage<MultiTaskModel> {

  @Override
  public String id() {
    return "finish";
  }

  @Override
  public MultiTaskModel run(StageContext context) {
    MultiTaskDataSet data = context.settings().data();
    return MultiTaskModel.builder(context.network(), context.parameters(), view).inputSize(data.height(), data.width()).preprocessing(Preprocessings.of(data))
        .data(data.name(), data.fingerprint(), Preprocessings.licence(data)).seed(context.settings().seed()).build();
  }
}
