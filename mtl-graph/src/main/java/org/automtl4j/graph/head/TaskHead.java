package org.automtl4j.graph.head;

import java.util.Map;
import org.automtl4j.core.task.Task;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What turns the backbone's feature into one task's prediction.
 *
 * <p>A head is built several times: once when the {@link org.automtl4j.graph.automtl.SuperModel} is made, to learn its parameters, and once per graph. It
 * must ask for the same parameters every time and keep nothing between the calls. To write one, implement {@link #build} with SameDiff operations:
 *
 * <pre>{@code
 * TaskHead head = (scope, feature, task) -> {
 *   SDVariable hidden = scope.relu(scope.conv("squeeze", feature, scope.channels(), 64, 1, 1)); // [N, 64, h, w]
 *   return scope.conv("classify", scope.dropout(hidden, 0.1), 64, task.outputs(), 1, 1);        // [N, outputs, h, w]
 * };
 * }</pre>
 */
@FunctionalInterface
public interface TaskHead {

  /**
   * Adds the head to a graph.
   *
   * @param scope gives the parameters and building blocks
   * @param feature the backbone's output, [N, C, h, w]
   * @param task whose head this is
   * @return the prediction: [N, outputs, h, w] for dense tasks (not enlarged to the image), [N, outputs] for others
   */
  SDVariable build(HeadScope scope, SDVariable feature, Task task);

  /** @return the name by which configurations call this kind of head; a user's own head is called by its class */
  default String type() {
    return getClass().getName();
  }

  /** @return its settings as configurations write them, such as {@code {width=256}}; empty for a user's own head */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /**
   * The head of DeepLab v2, see {@link AsppHead}, with dropout one half as published.
   *
   * @param width hidden channels of each branch; the published AutoMTL has 1024
   * @return the head
   */
  static TaskHead aspp(int width) {
    return aspp(width, AsppHead.DROPOUT);
  }

  /**
   * The head of DeepLab v2, see {@link AsppHead}.
   *
   * @param width hidden channels of each branch
   * @param dropout probability of a zero in training, in [0, 1)
   * @return the head
   */
  static TaskHead aspp(int width, double dropout) {
    return new AsppHead(width, dropout);
  }

  /**
   * The head of DeepLab-LargeFOV with BatchNorm: a 3x3 convolution of dilation 12 and a 1x1 convolution, each with BatchNorm, ReLU and dropout one half, and a
   * 1x1 convolution to the outputs.
   *
   * @param width hidden channels; NDDR-CNN and MTL-NAS have 1024
   * @return the head
   */
  static TaskHead largeFov(int width) {
    return largeFov(width, LargeFovHead.DROPOUT);
  }

  /**
   * As {@link #largeFov(int)}, with another dropout.
   *
   * @param width hidden channels
   * @param dropout probability of a zero in training, in [0, 1)
   * @return the head
   */
  static TaskHead largeFov(int width, double dropout) {
    return new LargeFovHead(width, dropout);
  }

  /** @return one 1x1 convolution with bias: [N, C, h, w] to [N, outputs, h, w] */
  static TaskHead conv1x1() {
    return new Conv1x1Head(0);
  }

  /**
   * @param width hidden channels
   * @return 1x1 convolution, ReLU, 1x1 convolution: [N, C, h, w] to [N, outputs, h, w]
   */
  static TaskHead conv1x1(int width) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, found " + width);
    }
    return new Conv1x1Head(width);
  }

  /** @return the mean over the map and a linear layer: [N, C, h, w] to [N, outputs] */
  static TaskHead linear() {
    return new LinearHead();
  }

  /**
   * A head from a configuration.
   *
   * @param type {@code aspp}, {@code conv1x1}, {@code largefov} or {@code linear}
   * @param settings what {@link #settings} gives; what is absent has its default
   * @return the head
   * @throws org.automtl4j.core.InvalidInputException for an unknown type, an unknown setting or a wrong value
   */
  static TaskHead of(String type, Map<String, ?> settings) {
    return HeadTypes.create(type, settings);
  }
}
