package org.automtl4j.data.loss;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.ops.Channels;
import org.automtl4j.core.ops.Masked;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.data.loss.internal.AlignedMaps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Softmax cross-entropy of class indexes: sum(w[class] * -ln softmax(logits)[class]) / sum(w[class]) over the valid positions.
 *
 * @param ignore which labels are unknown
 * @param classWeights w, one number per class; empty: every class weighs 1
 * @param usesMask whether a mask leaves positions out; the published Taskonomy loss ignores it, since it holds class priors there
 */
public record CrossEntropyLoss(IgnoreRule ignore, List<Double> classWeights, boolean usesMask) implements TaskLoss {

  /** Checks the weights. */
  public CrossEntropyLoss {
    Objects.requireNonNull(ignore, "ignore");
    classWeights = List.copyOf(classWeights);
    if (classWeights.stream().anyMatch(w -> !(w >= 0 && Double.isFinite(w)))) {
      throw new IllegalArgumentException("class weights must be finite and not negative: " + classWeights);
    }
  }

  /**
   * @param ignore which labels are unknown
   */
  public CrossEntropyLoss(IgnoreRule ignore) {
    this(ignore, List.of(), true);
  }

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    AlignedMaps maps = AlignedMaps.of(prediction, label, usesMask ? mask : Optional.empty(), ignore);
    int classes = maps.channels();
    if (!classWeights.isEmpty() && classWeights.size() != classes) {
      throw new IllegalArgumentException(classWeights.size() + " class weights for the " + classes + " classes of '" + prediction.name() + "'");
    }
    SDVariable chosen = Channels.oneHot(maps.label(), classes).mul(maps.valid()); // [N, C, h, w]
    if (!classWeights.isEmpty()) {
      chosen = chosen.mul(Channels.perChannel(chosen, classWeights.stream().mapToDouble(Double::doubleValue).toArray()));
    }
    SDVariable likelihood = Channels.logSoftmax(maps.prediction()); // [N, C, h, w]
    SDVariable count = sd.sum(chosen.gt(0).castTo(chosen.dataType()));
    return new LossTerm(Masked.mean(sd.math().neg(likelihood), chosen), count);
  }
}
