package org.automtl4j.data.loss.internal;

import java.util.Optional;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.core.task.IgnoreRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A prediction and its label brought to one size and type. Labels per image become maps of one position.
 *
 * @param prediction [N, C, h, w]
 * @param label [N, K, h, w]
 * @param valid [N, 1, h, w]: 1 where a position counts, else 0
 * @param channels C
 */
public record AlignedMaps(SDVariable prediction, SDVariable label, SDVariable valid, int channels) {

  /**
   * @param prediction [N, C, h, w] or [N, C]
   * @param label [N, K, H, W] or [N, K]
   * @param mask [N, any, H, W] or [N, any]
   * @param rule what means "unknown"
   * @return the aligned maps
   */
  public static AlignedMaps of(SDVariable prediction, SDVariable label, Optional<SDVariable> mask, IgnoreRule rule) {
    DataType type = prediction.dataType();
    long[] shape = StaticShapes.of(prediction); // asked once: behind a prediction there is a whole network
    int height = shape.length == 4 ? (int) shape[2] : 1;
    int width = shape.length == 4 ? (int) shape[3] : 1;
    SDVariable l = Resize.nearest(map(label, StaticShapes.of(label), type), height, width); // [N, K, h, w]
    Optional<SDVariable> m = mask.map(x -> Resize.nearest(map(x, StaticShapes.of(x), type), height, width)); // [N, any, h, w]
    return new AlignedMaps(map(prediction, shape, type), l, Validity.of(l, m, rule), (int) shape[1]);
  }

  /**
   * Checks that prediction and label have as many channels as each other.
   *
   * @return this
   * @throws IllegalArgumentException if they have not
   */
  public AlignedMaps withEqualChannels() {
    long labelChannels = StaticShapes.of(label)[1];
    if (labelChannels != channels) {
      throw new IllegalArgumentException("prediction '" + prediction.name() + "' has " + channels + " channels, its label has " + labelChannels);
    }
    return this;
  }

  /** @return scalar: how many positions count */
  public SDVariable validCount() {
    return valid.getSameDiff().sum(valid);
  }

  private static SDVariable map(SDVariable x, long[] shape, DataType type) {
    SameDiff sd = x.getSameDiff();
    if (shape.length != 2 && shape.length != 4) {
      throw new IllegalArgumentException("'" + x.name() + "' must be [N, C, H, W] or [N, C], it has " + shape.length + " dimensions");
    }
    SDVariable typed = x.dataType() == type ? x : x.castTo(type);
    return shape.length == 4 ? typed : sd.reshape(typed, -1, shape[1], 1, 1);
  }
}
