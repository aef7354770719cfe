package org.automtl4j.examples;

import java.util.Optional;
import org.automtl4j.core.ops.Masked;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A loss of your own, for depth: quadratic for errors up to {@code width}, linear beyond (Huber: Robust estimation of a location parameter, 1964). A depth of 0
 * is unknown and does not count.
 */
public record HuberLoss(double width) implements TaskLoss {

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    SDVariable target = Resize.nearestLike(label, prediction); // [N, 1, h, w]
    SDVariable valid = target.gt(0).castTo(prediction.dataType()); // [N, 1, h, w]
    if (mask.isPresent()) {
      valid = valid.mul(Resize.nearestLike(mask.get(), prediction)); // a mask of one channel, 0 or 1
    }
    SDVariable error = sd.math().abs(prediction.sub(target)); // [N, 1, h, w]
    SDVariable limit = error.mul(0).add(width); // [N, 1, h, w]
    SDVariable small = sd.math().min(error, limit); // [N, 1, h, w]
    SDVariable huber = small.mul(error).sub(sd.math().square(small).mul(0.5)); // [N, 1, h, w]
    return new LossTerm(Masked.mean(huber, valid), sd.sum(valid));
  }
}
