package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * A range of channels, [N, C, H, W] to [N, end - begin, H, W].
 *
 * @param name the layer's name
 * @param begin the first channel, from 0
 * @param end the one after the last
 */
public record ChannelSlice(String name, int begin, int end) implements Layer {

  @Override
  public String type() {
    return "ChannelSlice";
  }

  @Override
  public ChannelSlice named(String other) {
    return new ChannelSlice(other, begin, end);
  }

  @Override
  public int outputChannels(List<Integer> inputs) {
    if (end > inputs.get(0)) {
      throw new LayerProblem("takes the channels " + begin + " to " + (end - 1) + ", its input has " + inputs.get(0));
    }
    return end - begin;
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    LayerProblem.channels(channels, inputs.get(0));
    return new Shape(end - begin, inputs.get(0).height(), inputs.get(0).width());
  }

  @Override
  public void check() {
    LayerProblem.range("begin", begin, 0);
    LayerProblem.range("end", end, begin + 1);
  }
}
