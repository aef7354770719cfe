package org.automtl4j.train.mtlnas;

import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.loop.Preprocessings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;

/**
 * Makes the finished model of a fusion network's numbers as they stand. Nothing is trained; what the view does not need, such as closed edges and their part of
 * the 1x1 kernels, is not in the model.
 *
 * @param view what the model computes: {@link FusionView.Discrete} or {@link FusionView.Alone}
 */
public record FusionModel(FusionView view) implements TrainingStage<MultiTaskModel> {
  private static final String ID = "fusion-model";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public MultiTaskModel run(StageContext context) {
    FusionNetwork network = FusionStages.network(context, ID);
    MultiTaskDataSet data = context.settings().data();
    return MultiTaskModel.builder(network, context.parameters(), view)
        .inputSize(data.height(), data.width())
        .preprocessing(Preprocessings.of(data))
        .data(data.name(), data.fingerprint(), Preprocessings.licence(data))
        .seed(context.settings().seed())
        .build();
  }
}
