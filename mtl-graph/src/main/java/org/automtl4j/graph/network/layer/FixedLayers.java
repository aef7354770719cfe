package org.automtl4j.graph.network.layer;

import java.util.List;
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.ChannelShuffle;
import org.automtl4j.graph.backbone.ChannelSlice;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Concat;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.network.layer.Poolings.Constants;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers that have no parameters and do the same in training and evaluation, from operations that plans, ONNX and Deeplearning4j have. */
public final class FixedLayers {
  private static final double SIX = 6;
  private static final double HALF_OF_SIX = 3;

  private final SameDiff sd;
  private final Poolings poolings;

  /**
   * @param sd the graph
   * @param dataType type of its numbers
   * @param constants its constants
   */
  public FixedLayers(SameDiff sd, DataType dataType, Constants constants) {
    this.sd = sd;
    this.poolings = new Poolings(sd, dataType, constants);
  }

  /**
   * Adds a layer to the graph.
   *
   * @param name the output's name
   * @param layer an activation but PReLU, a pooling, a padding, a join, or a layer that moves channels
   * @param inputs what it reads, each [N, C, H, W]
   * @param shapes their shapes
   * @return [N, C', H', W']
   * @throws IllegalStateException for a layer of another kind
   */
  public SDVariable build(String name, Layer layer, List<SDVariable> inputs, List<Shape> shapes) {
    SDVariable x = inputs.get(0);
    if (layer instanceof Pooling p) {
      return poolings.build(name, p, x, shapes.get(0));
    } else if (layer instanceof Padding p) {
      return poolings.zeros(name, p, x);
    } else if (layer instanceof Eltwise e) {
      return eltwise(name, e, x, inputs.get(1));
    } else if (layer instanceof Concat) {
      return inputs.size() == 1 ? sd.identity(name, x) : sd.concat(name, 1, inputs.toArray(SDVariable[]::new)); // [N, sum C, H, W]
    } else if (layer instanceof ChannelSlice s) {
      return Ranges.along(sd, name, x, 1, s.begin(), s.end() - s.begin()); // [N, end - begin, H, W]
    } else if (layer instanceof ChannelShuffle s) {
      return shuffle(name, s.groups(), x, shapes.get(0));
    }
    return activation(name, layer, x);
  }

  private SDVariable activation(String name, Layer layer, SDVariable x) {
    if (layer instanceof Relu) {
      return sd.nn().relu(name, x, 0);
    } else if (layer instanceof Relu6) {
      return sd.nn().relu6(name, x, 0);
    } else if (layer instanceof LeakyRelu l) {
      SDVariable negative = sd.nn().relu(name + ".negative", x.mul(-Math.abs(l.slope())), 0); // |slope min(x, 0)|
      SDVariable positive = sd.nn().relu(name + ".positive", x, 0);
      return l.slope() < 0 ? positive.add(name, negative) : positive.sub(name, negative);
    } else if (layer instanceof Clip c) {
      double span = c.high() - c.low();
      return sd.nn().relu6(name + ".unit", x.sub(c.low()).mul(SIX / span), 0).mul(span / SIX).add(name, c.low());
    } else if (layer instanceof Activation a) {
      return switch (a.function()) {
        case SIGMOID -> sd.nn().sigmoid(name, x);
        case SWISH -> x.mul(name, sd.nn().sigmoid(name + ".sigmoid", x));
        case HARD_SIGMOID -> sd.nn().relu6(name + ".gate", x.add(HALF_OF_SIX), 0).mul(name, 1 / SIX);
        case HARD_SWISH -> x.mul(sd.nn().relu6(name + ".gate", x.add(HALF_OF_SIX), 0)).mul(name, 1 / SIX);
      };
    }
    throw new IllegalStateException("no graph for " + layer);
  }

  /** A height or width of 1 is broadcast. */
  private SDVariable eltwise(String name, Eltwise e, SDVariable a, SDVariable b) {
    return switch (e.operation()) {
      case SUM -> a.add(name, b);
      case PROD -> a.mul(name, b);
      case MAX -> sd.max(name, a, b);
    };
  }

  private SDVariable shuffle(String name, int groups, SDVariable x, Shape in) {
    SDVariable grouped = sd.reshape(name + ".groups", x, -1, groups, in.channels() / groups, in.height(), in.width()); // [N, G, C/G, H, W]
    SDVariable spread = sd.permute(name + ".spread", grouped, 0, 2, 1, 3, 4); // [N, C/G, G, H, W]
    return sd.reshape(name, spread, -1, in.channels(), in.height(), in.width()); // [N, C, H, W]
  }

  /**
   * max(x, 0) + slope min(x, 0).
   *
   * @param name the output's name
   * @param x [N, C, H, W]
   * @param slope [C]
   * @param channels C
   * @return [N, C, H, W]
   */
  public SDVariable prelu(String name, SDVariable x, SDVariable slope, int channels) {
    SDVariable factors = sd.reshape(name + ".slope", slope, 1, channels, 1, 1); // [1, C, 1, 1]
    SDVariable negative = sd.nn().relu(name + ".negative", x.mul(-1), 0).mul(factors); // |slope min(x, 0)|
    return sd.nn().relu(name + ".positive", x, 0).sub(name, negative);
  }
}
