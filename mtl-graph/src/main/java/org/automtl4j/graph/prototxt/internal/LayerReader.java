package org.automtl4j.graph.prototxt.internal;

import java.util.List;
import java.util.Set;
import org.automtl4j.core.text.Suggestion;
import org.automtl4j.graph.backbone.Activation.Function;
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.ChannelShuffle;
import org.automtl4j.graph.backbone.ChannelSlice;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Concat;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/** From one {@code layer { ... }} to a layer. Of the parameter messages only that of the type is looked at. */
final class LayerReader {
  private static final List<String> TYPES = List.of("Convolution", "BatchNorm", "ReLU", "ReLU6", "PReLU", "Sigmoid", "Swish", "HardSigmoid", "HardSwish", "Clip", "Pooling", "Padding", "Concat",
      "Eltwise", "ChannelSlice", "ShuffleChannel", "Dropout", "InnerProduct");

  /** Layers of Caffe that are no misspelt ones of ours: to write one of ours in their place would be another network. */
  private static final Set<String> OTHER_TYPES = Set.of("AbsVal", "Accuracy", "ArgMax", "BNLL", "Bias", "Crop", "Data", "Deconvolution", "ELU", "Exp", "Flatten", "Input",
      "LRN", "LSTM", "Log", "MVN", "Permute", "Power", "Python", "Reduction", "Reshape", "Scale", "Slice", "Softmax", "SoftmaxWithLoss", "Split", "TanH",
      "Threshold", "Tile");

  private final int index;
  private final Fields layer;
  private final String name;
  private final String type;
  private final boolean refuse;

  private LayerReader(int index, Fields layer, String type, UnsupportedFields unsupported) {
    this.index = index;
    this.layer = layer;
    this.name = layer.text("name");
    this.type = type;
    this.refuse = unsupported == UnsupportedFields.REFUSE;
  }

  static Layer read(int index, Fields layer, String type, UnsupportedFields unsupported) {
    LayerReader reader = new LayerReader(index, layer, type, unsupported);
    Layer read = reader.read();
    if (reader.refuse) {
      reader.refuseContradictions(layer);
      layer.given().forEach(reader::refuseContradictions);
    }
    return read;
  }

  /** Which of two values is meant cannot be told; Caffe refuses such a file, too. More than one top has a message of its own. */
  private void refuseContradictions(Fields fields) {
    fields.contradictions().forEach((field, values) -> {
      if (!field.equals("top")) {
        throw problem(fields, field, field + " is " + String.join(" and ", values) + ", allowed is one of them");
      }
    });
  }

  private Layer read() {
    return switch (type) {
      case "Convolution" -> convolution(layer.child("convolution_param"));
      case "BatchNorm" -> batchNorm(layer.child("batch_norm_param"));
      case "BN" -> batchNorm(layer.child("bn_param"));
      case "ReLU" -> relu(layer.child("relu_param"));
      case "ReLU6" -> new Relu6(name, layer.child("relu_param").flag("inplace"));
      case "PReLU" -> prelu(layer.child("prelu_param"));
      case "Sigmoid" -> new Activation(name, Function.SIGMOID);
      case "Swish" -> swish(layer.child("swish_param"));
      case "HardSigmoid" -> new Activation(name, Function.HARD_SIGMOID);
      case "HardSwish" -> new Activation(name, Function.HARD_SWISH);
      case "Clip" -> clip(layer.child("clip_param"));
      case "Concat" -> concat(layer.child("concat_param"));
      case "ChannelSlice" -> channelSlice(layer.child("channel_slice_param"));
      case "ShuffleChannel" -> new ChannelShuffle(name, layer.child("shuffle_channel_param").count("group"));
      case "Pooling" -> pooling(layer.child("pooling_param"));
      case "Padding" -> padding(layer.child("padding_param"));
      case "Eltwise" -> eltwise(layer.child("eltwise_param"));
      case "Dropout" -> new Dropout(name, layer.child("dropout_param").real("dropout_ratio"));
      case "InnerProduct" -> innerProduct(layer.child("inner_product_param"));
      default -> throw layer.error("type", "layer " + index + (name.isEmpty() ? "" : " (" + name + ")") + ": found type \"" + type
          + "\", allowed is " + String.join(", ", TYPES) + (OTHER_TYPES.contains(type) ? "" : Suggestion.didYouMean(type, TYPES)));
    };
  }

  private Convolution convolution(Fields p) {
    needed(p, "num_output");
    refuseAxis(p);
    int kernel = square(p, "kernel", "kernel_size");
    refuseUnequal(p, "dilation", "dilation");
    return new Convolution(name, p.count("num_output"), kernel, square(p, "stride", "stride"), square(p, "pad", "pad"), p.count("dilation"), p.count("group"),
        p.flag("bias_term"));
  }

  /** A layer of Caffe's only normalises, unless a Scale or the type BN adds the rest; its fields tell. */
  private BatchNorm batchNorm(Fields p) {
    boolean caffe = p.has("use_global_stats") || p.has("moving_average_fraction");
    double momentum = p.has("moving_average_fraction") && !p.has("momentum") ? Math.round((1 - p.real("moving_average_fraction")) * 1e7) / 1e7 : p.real("momentum");
    boolean affine = p.has("affine") ? p.flag("affine") : type.equals("BN") || !caffe;
    return new BatchNorm(name, p.real("eps"), momentum, affine, p.flag("track_running_stats"));
  }

  private Layer relu(Fields p) {
    double slope = refuse ? p.real("negative_slope") : 0;
    return slope == 0 ? new Relu(name, p.flag("inplace")) : new LeakyRelu(name, slope, p.flag("inplace"));
  }

  private PRelu prelu(Fields p) {
    if (refuse && p.flag("channel_shared")) {
      throw problem(p, "channel_shared", "channel_shared is true, allowed is false: a slope for each channel");
    }
    return new PRelu(name);
  }

  private Activation swish(Fields p) {
    if (refuse && p.real("beta") != 1) {
      throw problem(p, "beta", "beta is " + p.real("beta") + ", allowed is 1");
    }
    return new Activation(name, Function.SWISH);
  }

  private Clip clip(Fields p) {
    needed(p, "min", "a number");
    needed(p, "max", "a number");
    return new Clip(name, p.real("min"), p.real("max"));
  }

  private Concat concat(Fields p) {
    if (refuse && (p.integer("axis") != 1 && p.integer("axis") != -3 || p.count("concat_dim") != 1)) {
      throw problem(p, p.has("axis") ? "axis" : "concat_dim", "axis is " + (p.has("axis") ? p.integer("axis") : p.count("concat_dim")) + ", allowed is 1: channels");
    }
    return new Concat(name);
  }

  private ChannelSlice channelSlice(Fields p) {
    needed(p, "end");
    return new ChannelSlice(name, p.count("begin"), p.count("end"));
  }

  private Pooling pooling(Fields p) {
    if (p.choice("pool").equals("STOCHASTIC")) {
      throw problem(p, "pool", "pool is STOCHASTIC, allowed is MAX, AVE");
    }
    Pooling.Mode mode = p.choice("pool").equals("MAX") ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE;
    if (p.flag("global_pooling")) {
      return new Pooling(name, mode, 0, 1, 0, false, true);
    }
    return new Pooling(name, mode, square(p, "kernel", "kernel_size"), square(p, "stride", "stride"), square(p, "pad", "pad"),
        p.choice("round_mode").equals("CEIL"), false, p.flag("count_include_pad"));
  }

  private Padding padding(Fields p) {
    return new Padding(name, p.count("top"), p.count("bottom"), p.count("left"), p.count("right"));
  }

  private Eltwise eltwise(Fields p) {
    if (refuse && p.all("coeff", Float.class).stream().anyMatch(factor -> factor != 1)) {
      throw problem(p, "coeff", "coeff is " + p.all("coeff", Float.class) + ", allowed is 1: inputs have no factors");
    }
    return new Eltwise(name, Eltwise.Operation.valueOf(p.choice("operation")));
  }

  private InnerProduct innerProduct(Fields p) {
    needed(p, "num_output");
    refuseAxis(p);
    return new InnerProduct(name, p.count("num_output"), p.flag("bias_term"));
  }

  /** Caffe reads a field that is given twice as height and width. */
  private void refuseUnequal(Fields p, String what, String field) {
    List<String> given = p.written(field);
    if (refuse && given.stream().distinct().count() > 1) {
      throw problem(p, field, what + " is " + (given.size() == 2 ? given.get(0) + " high and " + given.get(1) + " wide" : String.join(", ", given)) + ", allowed are equal sides: one "
          + field);
    }
  }

  /** One number for both sides, whether it is given as one or as two equal ones. */
  private int square(Fields p, String what, String field) {
    refuseUnequal(p, what, field);
    boolean either = p.has(what + "_h") || p.has(what + "_w");
    if (!refuse || !either) {
      if (what.equals("kernel")) {
        needed(p, field);
      }
      return p.count(field);
    }
    int height = p.has(what + "_h") ? p.count(what + "_h") : p.count(field);
    int width = p.has(what + "_w") ? p.count(what + "_w") : p.count(field);
    if (height != width) {
      throw problem(p, p.has(what + "_h") ? what + "_h" : what + "_w", what + " is " + height + " high and " + width + " wide, allowed are equal sides: "
          + field);
    }
    if (p.has(field) && p.count(field) != height) {
      throw problem(p, what + "_h", field + " is " + p.count(field) + " and " + what + "_h, " + what + "_w are " + height + ", allowed is one of the two");
    }
    return height;
  }

  private void refuseAxis(Fields p) {
    if (refuse && p.integer("axis") != 1 && p.integer("axis") != -3) {
      throw problem(p, "axis", "axis is " + p.integer("axis") + ", allowed is 1: channels");
    }
  }

  private void needed(Fields p, String field) {
    needed(p, field, "a whole number from 1");
  }

  private void needed(Fields p, String field, String allowed) {
    if (!p.has(field)) {
      throw problem(p, field, field + " is missing, allowed is " + allowed);
    }
  }

  private PlacedException problem(Fields p, String field, String problem) {
    return p.error(field, "layer " + index + " (" + (name.isEmpty() ? "" : name + ", ") + type + "): " + problem);
  }
}
