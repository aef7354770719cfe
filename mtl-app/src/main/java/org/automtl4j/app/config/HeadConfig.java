package org.automtl4j.app.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.Variant;
import org.automtl4j.core.config.VariantKey;
import org.automtl4j.graph.head.TaskHead;

/** What turns the backbone's feature into one task's prediction. */
@VariantKey("type")
public sealed interface HeadConfig {

  /** @return the head as the other packages know it */
  TaskHead toHead();

  /**
   * The head of DeepLab v2.
   *
   * @param width hidden channels of each branch
   * @param dropout probability of a zero in training
   */
  @Variant(value = "aspp", description = "Four dilated branches, as in DeepLab v2.")
  record Aspp(
      @Key(value = "Hidden channels of each branch.", byDefault = "1024", min = 1) int width,
      @Key(value = "Probability with which a hidden number is dropped in training.", byDefault = "0.5", min = 0, below = 1) double dropout)
      implements HeadConfig {
    @Override
    public TaskHead toHead() {
      return TaskHead.aspp(width, dropout);
    }
  }

  /**
   * One 1x1 convolution, or two.
   *
   * @param width hidden channels; empty for a single convolution
   */
  @Variant(value = "conv1x1", description = "One 1x1 convolution; with a width two, and a ReLU between them.")
  record Conv1x1(@Key(value = "Hidden channels; without it there is one convolution only.", min = 1) Optional<Integer> width) implements HeadConfig {
    @Override
    public TaskHead toHead() {
      return width.map(TaskHead::conv1x1).orElseGet(TaskHead::conv1x1);
    }
  }

  /**
   * The head of DeepLab-LargeFOV with BatchNorm.
   *
   * @param width hidden channels
   * @param dropout probability of a zero in training
   */
  @Variant(value = "largefov", description = "A 3x3 convolution of dilation 12 and two 1x1 convolutions with BatchNorm, as in NDDR-CNN and MTL-NAS.")
  record LargeFov(
      @Key(value = "Hidden channels.", byDefault = "1024", min = 1) int width,
      @Key(value = "Probability with which a hidden number is dropped in training.", byDefault = "0.5", min = 0, below = 1) double dropout)
      implements HeadConfig {
    @Override
    public TaskHead toHead() {
      return TaskHead.largeFov(width, dropout);
    }
  }

  /** Mean over the map and a linear layer. */
  @Variant(value = "linear", description = "The mean over the map and a linear layer: one answer per image.")
  record Linear() implements HeadConfig {
    @Override
    public TaskHead toHead() {
      return TaskHead.linear();
    }
  }
}
