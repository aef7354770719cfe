package org.automtl4j.core.ops;

import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is computed across the channels of a map [N, C, H, W], for each position by itself. */
public final class Channels {
  /** Below this length a vector counts as having this length when it is normalised, as in PyTorch's {@code normalize}. */
  public static final double NORM_EPSILON = 1e-12;

  private Channels() {}

  /**
   * x - max(x) - ln(sum(exp(x - max(x)))) over the channels: the logarithm of the softmax, safe for large numbers.
   *
   * @param logits [N, C, H, W]
   * @return [N, C, H, W]
   */
  public static SDVariable logSoftmax(SDVariable logits) {
    SameDiff sd = logits.getSameDiff();
    SDVariable shifted = logits.sub(sd.max(logits, true, 1)); // [N, C, H, W]
    SDVariable total = sd.math().log(sd.sum(sd.math().exp(shifted), true, 1)); // [N, 1, H, W]
    return shifted.sub(total); // [N, C, H, W]
  }

  /**
   * One channel per class, 1 where the index is that class, else 0. An index that is no class gives 0 in every channel.
   *
   * @param index [N, 1, H, W], whole numbers
   * @param classes C
   * @return [N, C, H, W] of the index's data type
   */
  public static SDVariable oneHot(SDVariable index, int classes) {
    SameDiff sd = index.getSameDiff();
    double[] numbers = IntStream.range(0, classes).asDoubleStream().toArray();
    return sd.eq(index, perChannel(index, numbers)).castTo(index.dataType()); // [N, C, H, W]
  }

  /**
   * A constant with one number per channel.
   *
   * @param like gives graph and data type
   * @param values C numbers
   * @return [1, C, 1, 1]
   */
  public static SDVariable perChannel(SDVariable like, double... values) {
    INDArray array = Nd4j.createFromArray(values).castTo(like.dataType()).reshape(1, values.length, 1, 1);
    return like.getSameDiff().constant(array); // [1, C, 1, 1]
  }

  /**
   * Vectors of length 1: x / max(|x|, epsilon). A zero vector stays zero.
   *
   * @param x [N, C, H, W]
   * @param epsilon the least length that is divided by, more than 1e-18 in single precision
   * @return [N, C, H, W]
   */
  public static SDVariable l2Normalise(SDVariable x, double epsilon) {
    SameDiff sd = x.getSameDiff();
    SDVariable squares = sd.sum(sd.math().square(x), true, 1); // [N, 1, H, W]
    // Clamping before the root keeps the root's gradient finite at zero.
    SDVariable floor = sd.constant(Nd4j.scalar(x.dataType(), epsilon * epsilon));
    return x.div(sd.math().sqrt(sd.math().max(squares, floor))); // [N, C, H, W]
  }

  /**
   * The cosine of the angle between two vectors; 0 if one of them is zero.
   *
   * @param a [N, C, H, W]
   * @param b [N, C, H, W]
   * @return [N, 1, H, W]
   */
  public static SDVariable cosine(SDVariable a, SDVariable b) {
    SDVariable product = l2Normalise(a, NORM_EPSILON).mul(l2Normalise(b, NORM_EPSILON)); // [N, C, H, W]
    return a.getSameDiff().sum(product, true, 1); // [N, 1, H, W]
  }
}
