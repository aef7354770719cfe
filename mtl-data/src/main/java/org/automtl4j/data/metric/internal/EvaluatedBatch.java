package org.automtl4j.data.metric.internal;

import java.util.Optional;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.core.task.IgnoreRule;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A prediction at its label's size, on the Java heap. Labels per image are maps of one position. */
public final class EvaluatedBatch {
  private static final IgnoreRule PADDING = IgnoreRule.values(255.0);

  private final long[] shape;
  private final double[] prediction;
  private final int predictedWidth;
  private final int predictedArea;
  private final double[] label;
  private final int labelChannels;
  private final int area;
  private final int[] source;
  private final boolean[] valid;

  /**
   * @param predicted [N, C, h, w] or [N, C]
   * @param labels [N, K, H, W] or [N, K]
   * @param mask [N, any, H, W] or [N, any]
   * @param rule which labels are unknown; where there is a mask and the rule is a depth sensor's, the mask decides
   */
  public EvaluatedBatch(INDArray predicted, INDArray labels, Optional<INDArray> mask, IgnoreRule rule) {
    long[] labelShape = maps(labels);
    this.shape = maps(predicted);
    if (shape[0] != labelShape[0]) {
      throw new IllegalArgumentException(shape[0] + " predictions for " + labelShape[0] + " labels");
    }
    this.prediction = numbers(predicted);
    this.label = numbers(labels);
    this.labelChannels = (int) labelShape[1];
    this.predictedWidth = (int) shape[3];
    this.predictedArea = (int) (shape[2] * shape[3]);
    this.area = (int) (labelShape[2] * labelShape[3]);
    this.source = sources((int) labelShape[2], (int) labelShape[3]);
    this.valid = new boolean[(int) labelShape[0] * area];
    IgnoreRule effective = mask.isPresent() && rule instanceof IgnoreRule.AtMost ? PADDING : rule;
    double[] masks = mask.map(EvaluatedBatch::numbers).orElse(new double[0]);
    int maskChannels = mask.map(m -> (int) maps(m)[1]).orElse(0);
    for (int n = 0; n < size(); n++) {
      for (int i = 0; i < area; i++) {
        valid[n * area + i] = isKnown(n, i, effective) && (maskChannels == 0 || (int) masks[n * maskChannels * area + i] == 1);
      }
    }
  }

  /** @return N */
  public int size() {
    return (int) shape[0];
  }

  /** @return C, channels of the prediction */
  public int channels() {
    return (int) shape[1];
  }

  /** @return H * W, positions of a label */
  public int positions() {
    return area;
  }

  /**
   * @param n a sample
   * @param position a position of the label
   * @return whether it counts
   */
  public boolean isValid(int n, int position) {
    return valid[n * area + position];
  }

  /**
   * @param n a sample
   * @param channel a channel
   * @param position a position of the label
   * @return the label there
   */
  public double label(int n, int channel, int position) {
    return label[(n * labelChannels + channel) * area + position];
  }

  /**
   * @param n a sample
   * @param channel a channel
   * @param position a position of the label
   * @return the prediction there
   */
  public double prediction(int n, int channel, int position) {
    return prediction[(n * channels() + channel) * predictedArea + source[position]];
  }

  /**
   * @param n a sample
   * @param position a position of the label
   * @return the channel with the largest prediction, the first of equals
   */
  public int predictedClass(int n, int position) {
    int best = 0;
    for (int c = 1; c < channels(); c++) {
      best = prediction(n, c, position) > prediction(n, best, position) ? c : best;
    }
    return best;
  }

  private boolean isKnown(int n, int position, IgnoreRule rule) {
    if (rule instanceof IgnoreRule.AtMost most) {
      double sum = 0;
      for (int c = 0; c < labelChannels; c++) {
        sum += label(n, c, position);
      }
      return sum > most.threshold();
    }
    if (rule instanceof IgnoreRule.Values values) {
      double largest = label(n, 0, position);
      for (int c = 1; c < labelChannels; c++) {
        largest = Math.max(largest, label(n, c, position));
      }
      return !values.values().contains(largest);
    }
    return true;
  }

  private int[] sources(int height, int width) {
    int[] indexes = new int[height * width];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        indexes[i * width + j] = Resize.nearestIndex(i, (int) shape[2], height) * predictedWidth + Resize.nearestIndex(j, (int) shape[3], width);
      }
    }
    return indexes;
  }

  private static long[] maps(INDArray array) {
    long[] shape = array.shape();
    if (shape.length != 2 && shape.length != 4) {
      throw new IllegalArgumentException("expected [N, C, H, W] or [N, C], found " + shape.length + " dimensions");
    }
    return shape.length == 4 ? shape : new long[] {shape[0], shape[1], 1, 1};
  }

  private static double[] numbers(INDArray array) {
    try (INDArray copy = array.dup('c')) {
      return copy.data().asDouble();
    }
  }
}
