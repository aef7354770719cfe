package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.TextFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.ChannelShuffle;
import org.automtl4j.graph.backbone.ChannelSlice;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.InvalidLayerException;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.backbone.internal.Wiring;

/** Writes a backbone as the text of a prototxt file, in the layout that such files have, saying only what differs from the format's defaults. */
public final class BackboneWriter {
  private final StringBuilder out = new StringBuilder();

  /** By layer, where the backbone says for which images. */
  private final List<Shape> shapes;
  private final Optional<Shape> header;

  private BackboneWriter(Backbone backbone) {
    header = backbone.headerShape();
    shapes = header.map(shape -> backbone.shapes(shape.height(), shape.width())).orElse(List.of());
  }

  /**
   * @param backbone a backbone
   * @return text that reads as an equal one
   * @throws IllegalArgumentException when the names of its nodes do not say what their inputs are, so that no text can
   */
  public static String write(Backbone backbone) {
    checkNames(backbone);
    BackboneWriter writer = new BackboneWriter(backbone);
    writer.header(backbone);
    backbone.nodes().forEach(writer::layer);
    return writer.out.toString();
  }

  private static void checkNames(Backbone backbone) {
    Wiring wiring = new Wiring();
    try {
      backbone.nodes().forEach(node -> wiring.add(node.layer(), node.top(), node.bottoms()));
    } catch (InvalidLayerException e) {
      throw new IllegalArgumentException("cannot be written: " + e.getMessage(), e);
    }
    for (Node node : backbone.nodes()) {
      Node named = wiring.nodes().get(node.index());
      if (!named.equals(node)) {
        throw new IllegalArgumentException(backbone.describe(node.index()) + " reads " + node.inputs() + ", but its bottoms " + node.bottoms() + " mean "
            + named.inputs());
      }
    }
  }

  private void header(Backbone backbone) {
    line("name: " + quoted(backbone.name()));
    line("input: \"data\"");
    line("input_dim: 1");
    line("input_dim: " + backbone.inputChannels());
    backbone.headerShape().ifPresent(shape -> line("input_dim: " + shape.height() + "\ninput_dim: " + shape.width()));
  }

  private void layer(Node node) {
    line("layer {");
    line("  name: " + quoted(node.layer().name()));
    line("  type: " + quoted(node.layer().type()));
    node.bottoms().forEach(bottom -> line("  bottom: " + quoted(bottom)));
    line("  top: " + quoted(node.top()));
    settings(node.layer(), node.layer() instanceof Pooling p && shapes.size() > node.index() && CaffePooling.differs(p, input(node)));
    line("}");
  }

  private void settings(Layer layer, boolean roundsDown) {
    if (layer instanceof Convolution c) {
      block("convolution_param", "num_output: " + c.outputs(), "kernel_size: " + c.kernel(), unless(1, "stride", c.stride()), unless(0, "pad", c.pad()),
          unless(1, "dilation", c.dilation()), unless(1, "group", c.groups()), c.bias() ? "" : "bias_term: false");
    } else if (layer instanceof BatchNorm b) {
      block("batch_norm_param", b.epsilon() == 1e-5 ? "" : "eps: " + real(b.epsilon()), b.momentum() == 0.1 ? "" : "momentum: " + real(b.momentum()),
          b.affine() ? "" : "affine: false", b.trackStatistics() ? "" : "track_running_stats: false");
    } else if (layer instanceof Relu || layer instanceof Relu6 || layer instanceof LeakyRelu) {
      block("relu_param", layer.inPlace() ? "inplace: true" : "", layer instanceof LeakyRelu l ? "negative_slope: " + real(l.slope()) : "");
    } else if (layer instanceof Clip c) {
      block("clip_param", "min: " + real(c.low()), "max: " + real(c.high()));
    } else if (layer instanceof ChannelSlice s) {
      block("channel_slice_param", unless(0, "begin", s.begin()), "end: " + s.end());
    } else if (layer instanceof ChannelShuffle s) {
      block("shuffle_channel_param", "group: " + s.groups());
    } else if (layer instanceof Pooling p && p.global()) {
      block("pooling_param", "pool: " + pool(p), "global_pooling: true");
    } else if (layer instanceof Pooling p) {
      block("pooling_param", "pool: " + pool(p), "kernel_size: " + p.kernel(), unless(1, "stride", p.stride()), unless(0, "pad", p.pad()),
          p.ceil() ? "round_mode: CEIL" : roundsDown ? "round_mode: FLOOR" : "", p.countIncludePad() ? "" : "count_include_pad: false");
    } else if (layer instanceof Padding p) {
      block("padding_param", unless(0, "top", p.top()), unless(0, "bottom", p.bottom()), unless(0, "left", p.left()), unless(0, "right", p.right()));
    } else if (layer instanceof Eltwise e) {
      block("eltwise_param", "operation: " + e.operation());
    } else if (layer instanceof Dropout d) {
      block("dropout_param", "dropout_ratio: " + real(d.ratio()));
    } else if (layer instanceof InnerProduct l) {
      block("inner_product_param", "num_output: " + l.outputs(), l.bias() ? "" : "bias_term: false");
    }
  }

  private Shape input(Node node) {
    int index = node.inputs().get(0);
    return index == Node.DATA ? header.orElseThrow() : shapes.get(index);
  }

  private void block(String name, String... settings) {
    String content = String.join(" ", Arrays.stream(settings).filter(setting -> !setting.isEmpty()).toList());
    if (!content.isEmpty()) {
      line("  " + name + " { " + content + " }");
    }
  }

  private static String unless(int usual, String name, int value) {
    return value == usual ? "" : name + ": " + value;
  }

  private static String pool(Pooling pooling) {
    return pooling.mode() == Pooling.Mode.MAX ? "MAX" : "AVE";
  }

  private static String real(double value) {
    return Float.toString((float) value).toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    return '"' + TextFormat.escapeDoubleQuotesAndBackslashes(text).replace("\n", "\\n").replace("\r", "\\r") + '"';
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
