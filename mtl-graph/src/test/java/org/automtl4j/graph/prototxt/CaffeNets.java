package org.automtl4j.graph.prototxt;

import java.util.Locale;

/** Writes prototxts in the form that networks of Caffe were published in: Input, BatchNorm and Scale, in-place activations, a Softmax at the end. */
public final class CaffeNets {
  private final StringBuilder text = new StringBuilder();
  private final String name;
  private int count;

  private CaffeNets(String name) {
    this.name = name;
  }

  private static CaffeNets net(String name) {
    CaffeNets net = new CaffeNets(name);
    net.text.append("name: \"").append(name).append("\"\nlayer { name: \"data\" type: \"Input\" top: \"data\" input_param { shape: { dim: 1 dim: 3 dim: 224 dim: 224 } } }\n");
    return net;
  }

  private String layer(String type, String top, String bottoms, String settings) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "layer { name: \"%s%d\" type: \"%s\"", type.toLowerCase(Locale.ROOT), ++count, type));
    for (String bottom : bottoms.split(" ")) {
      line.append(" bottom: \"").append(bottom).append('"');
    }
    text.append(line).append(" top: \"").append(top).append("\" ").append(settings).append(" }\n");
    return top;
  }

  private String conv(String x, int outputs, int kernel, int stride, int pad, String more) {
    return layer("Convolution", "b" + count, x, "param { lr_mult: 1 } convolution_param { num_output: " + outputs + " kernel_size: " + kernel + (stride > 1 ? " stride: " + stride : "")
        + (pad > 0 ? " pad: " + pad : "") + " weight_filler { type: \"msra\" } " + more + " }");
  }

  private String norm(String x) {
    layer("BatchNorm", x, x, "batch_norm_param { use_global_stats: true eps: 1e-5 }");
    return layer("Scale", x, x, "scale_param { bias_term: true }");
  }

  /** A convolution without bias, BatchNorm and Scale in place. */
  private String unit(String x, int outputs, int kernel, int stride, int groups) {
    return norm(conv(x, outputs, kernel, stride, (kernel - 1) / 2, "bias_term: false" + (groups > 1 ? " group: " + groups : "")));
  }

  private String relu(String x) {
    return layer("ReLU", x, x, "");
  }

  private String max(String x, int kernel, int stride) {
    return layer("Pooling", "p" + count, x, "pooling_param { pool: MAX kernel_size: " + kernel + " stride: " + stride + " }");
  }

  private String global(String x) {
    return layer("Pooling", "p" + count, x, "pooling_param { pool: AVE global_pooling: true }");
  }

  private String fc(String x, int outputs) {
    return layer("InnerProduct", "f" + count, x, "inner_product_param { num_output: " + outputs + " }");
  }

  private String end(String x) {
    layer("Softmax", "prob", x, "");
    return text.toString();
  }

  private String residual(String x, int in, int width, int outputs, int stride, int groups, boolean bottleneck) {
    String split = "s" + count;
    text.append("layer { name: \"").append(split).append("\" type: \"Split\" bottom: \"").append(x).append("\" top: \"").append(split).append("a\" top: \"").append(split).append("b\" }\n");
    String shortcut = in != outputs || stride > 1 ? unit(split + "a", outputs, 1, stride, 1) : split + "a";
    String y;
    if (bottleneck) {
      boolean first = groups == 1; // He et al. have the stride in the 1x1, ResNeXt in the 3x3
      y = relu(unit(split + "b", width, 1, first ? stride : 1, 1));
      y = unit(relu(unit(y, width, 3, first ? 1 : stride, groups)), outputs, 1, 1, 1);
    } else {
      y = unit(relu(unit(split + "b", width, 3, stride, 1)), outputs, 3, 1, 1);
    }
    return relu(layer("Eltwise", "e" + count, shortcut + " " + y, "eltwise_param { operation: SUM }"));
  }

  /** ResNet and ResNeXt. */
  public static String resnet(String name, int[] depths, boolean bottleneck, int groups) {
    CaffeNets net = net(name);
    String x = net.max(net.relu(net.unit("data", 64, 7, 2, 1)), 3, 2);
    int in = 64;
    for (int stage = 0; stage < 4; stage++) {
      int base = 64 << stage;
      int outputs = bottleneck ? base * 4 : base;
      int width = groups > 1 ? base * 2 : base;
      for (int i = 0; i < depths[stage]; i++) {
        x = net.residual(x, in, width, outputs, i == 0 && stage > 0 ? 2 : 1, groups, bottleneck);
        in = outputs;
      }
    }
    return net.end(net.fc(net.global(x), 1000));
  }

  public static String vgg16() {
    CaffeNets net = net("VGG_ILSVRC_16_layers");
    int[][] blocks = {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}};
    String x = "data";
    for (int[] block : blocks) {
      for (int i = 0; i < block[1]; i++) {
        x = net.relu(net.conv(x, block[0], 3, 1, 1, ""));
      }
      x = net.max(x, 2, 2);
    }
    for (int i = 0; i < 2; i++) {
      x = net.relu(net.fc(x, 4096));
      x = net.layer("Dropout", x, x, "dropout_param { dropout_ratio: 0.5 }");
    }
    return net.end(net.fc(x, 1000));
  }

  public static String mobilenet() {
    CaffeNets net = net("MOBILENET");
    String x = net.relu(net.unit("data", 32, 3, 2, 1));
    int[][] blocks = {{64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};
    int in = 32;
    for (int[] block : blocks) {
      x = net.relu(net.unit(net.relu(net.unit(x, in, 3, block[1], in)), block[0], 1, 1, 1));
      in = block[0];
    }
    return net.end(net.conv(net.global(x), 1000, 1, 1, 0, ""));
  }

  public static String mobilenetV2() {
    CaffeNets net = net("MOBILENET_V2");
    String x = net.relu(net.unit("data", 32, 3, 2, 1));
    int[][] stages = {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    int in = 32;
    for (int[] s : stages) {
      for (int i = 0; i < s[2]; i++) {
        int wide = in * s[0];
        String y = s[0] > 1 ? net.relu(net.unit(x, wide, 1, 1, 1)) : x;
        y = net.unit(net.relu(net.unit(y, wide, 3, i == 0 ? s[3] : 1, wide)), s[1], 1, 1, 1);
        x = i > 0 ? net.layer("Eltwise", "e" + net.count, x + " " + y, "") : y;
        in = s[1];
      }
    }
    return net.end(net.conv(net.global(net.relu(net.unit(x, 1280, 1, 1, 1))), 1000, 1, 1, 0, ""));
  }

  private String fire(String x, int squeeze, int expand) {
    String s = relu(conv(x, squeeze, 1, 1, 0, ""));
    String a = relu(conv(s, expand, 1, 1, 0, ""));
    return layer("Concat", "j" + count, a + " " + relu(conv(s, expand, 3, 1, 1, "")), "");
  }

  public static String squeezenet(boolean newer) {
    CaffeNets net = net("squeezenet");
    String x = net.max(net.relu(newer ? net.conv("data", 64, 3, 2, 0, "") : net.conv("data", 96, 7, 2, 0, "")), 3, 2);
    int[] squeeze = {16, 16, 32, 32, 48, 48, 64, 64};
    for (int i = 0; i < 8; i++) {
      x = net.fire(x, squeeze[i], squeeze[i] * 4);
      boolean pools = newer ? i == 1 || i == 3 : i == 2 || i == 6;
      x = pools ? net.max(x, 3, 2) : x;
    }
    x = net.layer("Dropout", x, x, "");
    return net.end(net.global(net.relu(net.conv(x, 1000, 1, 1, 0, ""))));
  }

  public static String densenet121() {
    CaffeNets net = net("DENSENET_121");
    String x = net.layer("Pooling", "stem", net.relu(net.unit("data", 64, 7, 2, 1)), "pooling_param { pool: MAX kernel_size: 3 stride: 2 pad: 1 }");
    int[] blocks = {6, 12, 24, 16};
    int in = 64;
    for (int b = 0; b < 4; b++) {
      for (int i = 0; i < blocks[b]; i++) {
        String y = net.conv(net.preactivated(x), 128, 1, 1, 0, "bias_term: false");
        y = net.conv(net.relu(net.norm(y)), 32, 3, 1, 1, "bias_term: false");
        x = net.layer("Concat", "j" + net.count, x + " " + y, "concat_param { axis: 1 }");
        in += 32;
      }
      if (b < 3) {
        in /= 2;
        x = net.conv(net.preactivated(x), in, 1, 1, 0, "bias_term: false");
        x = net.layer("Pooling", "p" + net.count, x, "pooling_param { pool: AVE kernel_size: 2 stride: 2 }");
      }
    }
    return net.end(net.conv(net.global(net.preactivated(x)), 1000, 1, 1, 0, ""));
  }

  /** BatchNorm, Scale and ReLU that leave their input alone. */
  private String preactivated(String x) {
    String y = layer("BatchNorm", "n" + count, x, "batch_norm_param { eps: 1e-5 use_global_stats: true }");
    layer("Scale", y, y, "scale_param { bias_term: true }");
    return relu(y);
  }

  private String inception(String x, int... c) {
    String a = relu(conv(x, c[0], 1, 1, 0, ""));
    String b = relu(conv(relu(conv(x, c[1], 1, 1, 0, "")), c[2], 3, 1, 1, ""));
    String d = relu(conv(relu(conv(x, c[3], 1, 1, 0, "")), c[4], 5, 1, 2, ""));
    String pooled = layer("Pooling", "p" + count, x, "pooling_param { pool: MAX kernel_size: 3 stride: 1 pad: 1 }");
    return layer("Concat", "j" + count, a + " " + b + " " + d + " " + relu(conv(pooled, c[5], 1, 1, 0, "")), "");
  }

  /** With the normalisation across channels of the published file, or without it. */
  public static String googlenet(boolean normalised) {
    CaffeNets net = net("GoogleNet");
    String lrn = "lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 }";
    String x = net.max(net.relu(net.conv("data", 64, 7, 2, 3, "")), 3, 2);
    x = normalised ? net.layer("LRN", "l1", x, lrn) : x;
    x = net.relu(net.conv(net.relu(net.conv(x, 64, 1, 1, 0, "")), 192, 3, 1, 1, ""));
    x = net.max(normalised ? net.layer("LRN", "l2", x, lrn) : x, 3, 2);
    int[][] blocks = {{64, 96, 128, 16, 32, 32}, {128, 128, 192, 32, 96, 64}, {192, 96, 208, 16, 48, 64}, {160, 112, 224, 24, 64, 64}, {128, 128, 256, 24, 64, 64}, {112, 144, 288, 32, 64, 64},
        {256, 160, 320, 32, 128, 128}, {256, 160, 320, 32, 128, 128}, {384, 192, 384, 48, 128, 128}};
    for (int i = 0; i < blocks.length; i++) {
      x = net.inception(x, blocks[i]);
      x = i == 1 || i == 6 ? net.max(x, 3, 2) : x;
    }
    return net.end(net.fc(net.global(x), 1000));
  }
}
