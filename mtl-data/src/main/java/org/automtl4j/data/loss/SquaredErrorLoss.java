package org.automtl4j.data.loss;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.ops.Masked;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.data.loss.internal.AlignedMaps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Mean of (prediction - label)^2 over the valid positions and their channels: an alternative for regression, where the mean and not the median is wanted.
 *
 * @param ignore which labels are unknown
 */
public record SquaredErrorLoss(IgnoreRule ignore) implements TaskLoss {
  /** Checks that there is a rule. */
  public SquaredErrorLoss {
    Objects.requireNonNull(ignore, "ignore");
  }

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    AlignedMaps maps = AlignedMaps.of(prediction, label, mask, ignore).withEqualChannels();
    SDVariable error = sd.math().square(maps.prediction().sub(maps.label())); // [N, C, h, w]
    SDVariable perPosition = maps.channels() == 1 ? error : sd.mean(error, true, 1); // [N, 1, h, w]
    return new LossTerm(Masked.mean(perPosition, maps.valid()), maps.validCount());
  }
}
