package org.automtl4j.data.loss;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The loss of one task, written as SameDiff code. Every implementation keeps these laws: it is a mean over the valid positions of the batch; the gradient at a
 * position that is not valid is exactly 0; without any valid position value and gradient are 0; the gradient scales with a factor in front of the loss.
 *
 * <p>A loss of your own is a lambda or a class: bring the label to the prediction's size with {@link org.automtl4j.core.ops.Resize#nearestLike}, then
 * compose elementary operations.
 */
@FunctionalInterface
public interface TaskLoss {

  /**
   * Adds the loss to a graph.
   *
   * @param sd the graph
   * @param prediction dense kinds [N, C, h, w], others [N, C]; its shape but for N must follow from the graph
   * @param label dense kinds [N, K, H, W] of the prediction's data type, H and W fixed; others [N, K]
   * @param mask [N, any, H, W] (dense) or [N, any]: only channel 0 is read; a position counts if it is 1 after truncation to a whole number
   * @return the loss and how many positions it is the mean of
   */
  LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask);
}
