package org.automtl4j.data.loss;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.ops.Channels;
import org.automtl4j.core.task.IgnoreRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Mean of |direction of the prediction - label| over the valid positions and their channels, as the ASTMT line of multi-task methods and AdaMTL train normals.
 *
 * @param ignore which labels are unknown
 */
public record DirectionErrorLoss(IgnoreRule ignore) implements TaskLoss {
  /** Checks that there is a rule. */
  public DirectionErrorLoss {
    Objects.requireNonNull(ignore, "ignore");
  }

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    return new AbsoluteErrorLoss(ignore).build(sd, Channels.l2Normalise(prediction, Channels.NORM_EPSILON), label, mask);
  }
}
