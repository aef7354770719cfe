package org.automtl4j.data.loss;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.core.ops.StaticShapes;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A loss of dense predictions that are brought to the size of their labels, bilinearly with fixed corners, where other losses bring labels to the size of
 * predictions: every pixel of a label counts. NDDR-CNN and MTL-NAS train so.
 *
 * @param loss of the resized prediction
 */
public record LabelSizeLoss(TaskLoss loss) implements TaskLoss {
  /** Checks that there is a loss. */
  public LabelSizeLoss {
    Objects.requireNonNull(loss, "loss");
  }

  @Override
  public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
    long[] size = StaticShapes.of(label);
    return loss.build(sd, size.length == 4 ? Resize.bilinearCorners(prediction, (int) size[2], (int) size[3]) : prediction, label, mask); // [N, C, H, W]
  }
}
