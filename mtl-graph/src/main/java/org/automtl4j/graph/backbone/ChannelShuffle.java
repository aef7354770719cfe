package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * Spreads groups of channels among each other: output channel i G + g is input channel g C/G + i (Zhang et al., ShuffleNet, CVPR 2018).
 *
 * @param name the layer's name
 * @param groups G, which divides the channels C
 */
public record ChannelShuffle(String name, int groups) implements Layer {

  @Override
  public String type() {
    return "ShuffleChannel";
  }

  @Override
  public ChannelShuffle named(String other) {
    return new ChannelShuffle(other, groups);
  }

  @Override
  public int outputChannels(List<Integer> inputs) {
    if (inputs.get(0) % groups != 0) {
      throw new LayerProblem("group " + groups + " must divide the " + inputs.get(0) + " channels");
    }
    return inputs.get(0);
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    LayerProblem.channels(channels, inputs.get(0));
    return inputs.get(0);
  }

  @Override
  public void check() {
    LayerProblem.range("group", groups, 1);
  }
}
