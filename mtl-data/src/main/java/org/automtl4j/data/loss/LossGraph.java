package org.automtl4j.data.loss;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loss alone in a graph, for batches of the same shapes. Its placeholders are {@link #PREDICTION}, {@link #LABEL} and, with a mask, {@link #MASK}.
 *
 * @param sameDiff the graph
 * @param value name of the loss, a scalar
 * @param validCount name of the number of positions that it is the mean of, a scalar
 */
public record LossGraph(SameDiff sameDiff, String value, String validCount) {
  /** Name of the placeholder of what the head gave, [N, C, h, w] or [N, C]. */
  public static final String PREDICTION = "prediction";
  /** Name of the placeholder of the label, as {@link TaskLoss} takes it. */
  public static final String LABEL = "label";
  /** Name of the placeholder of the mask, as {@link TaskLoss} takes it. */
  public static final String MASK = "mask";

  /**
   * @param loss the loss
   * @param prediction shows shape and data type
   * @param label shows the shape
   * @param mask shows the shape, if there is a mask
   * @return the graph
   */
  public static LossGraph of(TaskLoss loss, INDArray prediction, INDArray label, Optional<INDArray> mask) {
    SameDiff sd = SameDiff.create();
    SDVariable predicted = sd.placeHolder(PREDICTION, prediction.dataType(), prediction.shape());
    SDVariable wanted = sd.placeHolder(LABEL, prediction.dataType(), label.shape());
    LossTerm term = loss.build(sd, predicted, wanted, mask.map(m -> sd.placeHolder(MASK, prediction.dataType(), m.shape())));
    return new LossGraph(sd, term.value().name(), term.validCount().name());
  }
}
