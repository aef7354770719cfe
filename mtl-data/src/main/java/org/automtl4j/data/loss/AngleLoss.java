package org.automtl4j.data.loss;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.ops.Channels;
import org.automtl4j.core.ops.Masked;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.data.loss.internal.AlignedMaps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean of 1 - cosine(prediction, label) over the valid positions, lengths being at least 1e-8, as NDDR-CNN and MTL-NAS train normals. {@link CosineLoss} differs
 * for predictions shorter than that only, whose gradient differs there.
 *
 * @param ignore which labels are unknown
 */
public record AngleLoss(IgnoreRule ignore) implements TaskLoss {
  private static final double LEAST = 1e-8;

  /** Checks that there is a rule. */
  public AngleLoss {
    Objects.requireNonNull(ignore, "ignore");
  }

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    AlignedMaps maps = AlignedMaps.of(prediction, label, mask, ignore).withEqualChannels();
    SDVariable directions = Channels.l2Normalise(maps.label(), LEAST);
    SDVariable cosine = sd.sum(maps.prediction().mul(directions), true, 1).div(length(maps.prediction())); // [N, 1, h, w]
    return new LossTerm(Masked.mean(cosine.rsub(1), maps.valid()), maps.validCount());
  }

  /** max(|x|, 1e-8) by position, with the gradient x / that, below 1e-8 too: l + (|x|^2 - |x|^2) / 2l with l and the second |x|^2 held. */
  private static SDVariable length(SDVariable x) {
    SameDiff sd = x.getSameDiff();
    SDVariable squares = sd.sum(sd.math().square(x), true, 1); // [N, 1, h, w]
    SDVariable held = new StopGradient(sd, squares).outputVariable();
    SDVariable floor = sd.constant(Nd4j.scalar(x.dataType(), LEAST * LEAST));
    SDVariable length = sd.math().sqrt(sd.math().max(held, floor));
    return length.add(squares.sub(held).div(length.mul(2)));
  }
}
