package org.automtl4j.data.loss;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.ops.Masked;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.data.loss.internal.AlignedMaps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Logistic loss of maps of one channel whose few positives weigh as much as the many negatives (Xie, Tu: Holistically-nested edge detection, ICCV 2015): saliency and
 * edges. Labels of at least 0.5 are positive. With w = share of negatives in the batch it is the mean of w log(1 + exp(-z)) at positives and (1 - w) log(1 + exp(z)) at
 * negatives.
 *
 * @param ignore which labels are unknown
 * @param positive weight of positives; empty: the share of negatives in the batch
 */
public record BalancedLogisticLoss(IgnoreRule ignore, OptionalDouble positive) implements TaskLoss {
  private static final double THRESHOLD = 0.5;

  /** Checks the weight. */
  public BalancedLogisticLoss {
    Objects.requireNonNull(ignore, "ignore");
    if (positive.isPresent() && !(positive.getAsDouble() >= 0 && positive.getAsDouble() <= 1)) {
      throw new InvalidInputException("balanced logistic loss: a weight of positives from 0 to 1, found " + positive.getAsDouble());
    }
  }

  /**
   * With the share of negatives in each batch as the weight of positives.
   *
   * @param ignore which labels are unknown
   */
  public BalancedLogisticLoss(IgnoreRule ignore) {
    this(ignore, OptionalDouble.empty());
  }

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    AlignedMaps maps = AlignedMaps.of(prediction, label, mask, ignore).withEqualChannels();
    SDVariable z = maps.prediction(); // [N, 1, h, w]
    SDVariable on = sd.gte(maps.label(), THRESHOLD).castTo(z.dataType()); // [N, 1, h, w]
    SDVariable off = on.rsub(1); // [N, 1, h, w]
    SDVariable fold = sd.math().log(sd.math().exp(sd.math().abs(z).neg()).add(1)); // [N, 1, h, w], log(1 + exp(-|z|))
    SDVariable atPositives = on.mul(fold.add(sd.nn().relu(z.neg(), 0)));
    SDVariable atNegatives = off.mul(fold.add(sd.nn().relu(z, 0)));
    SDVariable loss = positive.isPresent() ? atPositives.mul(positive.getAsDouble()).add(atNegatives.mul(1 - positive.getAsDouble())) : balanced(maps, off, atPositives, atNegatives);
    return new LossTerm(Masked.mean(loss, maps.valid()), maps.validCount());
  }

  private static SDVariable balanced(AlignedMaps maps, SDVariable off, SDVariable atPositives, SDVariable atNegatives) {
    SDVariable weight = Masked.mean(off, maps.valid()); // scalar
    return atPositives.mul(weight).add(atNegatives.mul(weight.rsub(1))); // [N, 1, h, w]
  }
}
