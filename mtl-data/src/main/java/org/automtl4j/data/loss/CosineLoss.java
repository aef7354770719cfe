package org.automtl4j.data.loss;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.ops.Channels;
import org.automtl4j.core.ops.Masked;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.data.loss.internal.AlignedMaps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Mean of 1 - cosine(prediction, label) over the valid positions: the loss of surface normals. Only directions count; a zero vector has cosine 0.
 *
 * @param ignore which labels are unknown
 */
public record CosineLoss(IgnoreRule ignore) implements TaskLoss {
  private static final double COSINE_EPSILON = 1e-8;

  /** Checks that there is a rule. */
  public CosineLoss {
    Objects.requireNonNull(ignore, "ignore");
  }

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    AlignedMaps maps = AlignedMaps.of(prediction, label, mask, ignore).withEqualChannels();
    SDVariable cosine = sd.sum(direction(maps.prediction()).mul(direction(maps.label())), true, 1); // [N, 1, h, w]
    return new LossTerm(Masked.mean(cosine.rsub(1), maps.valid()), maps.validCount());
  }

  /** Normalised twice, as PyTorch's cosine_similarity of normalised vectors does it: that tells only for lengths below 1e-12, where the gradient is huge. */
  private static SDVariable direction(SDVariable x) {
    return Channels.l2Normalise(Channels.l2Normalise(x, Channels.NORM_EPSILON), COSINE_EPSILON);
  }
}
