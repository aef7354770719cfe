package org.automtl4j.graph.model.convert;

/** Networks of torchvision as its exporter writes them: the same nodes and the same numbers of parameters. */
final class TorchNets {
  private TorchNets() {}

  static OnnxText densenet121(int size) {
    TorchNet net = new TorchNet(size);
    String x = net.max(net.relu(net.unit("x", 64, 7, 2, 1)), 3, 2, 1, false);
    int[] blocks = {6, 12, 24, 16};
    for (int b = 0; b < blocks.length; b++) {
      for (int i = 0; i < blocks[b]; i++) {
        String bottleneck = net.conv(net.relu(net.norm(x)), 128, 1, 1, 0, 1, false);
        x = net.concat(x, net.conv(net.relu(net.norm(bottleneck)), 32, 3, 1, 1, 1, false));
      }
      if (b < blocks.length - 1) {
        x = net.average(net.conv(net.relu(net.norm(x)), net.channels(x) / 2, 1, 1, 0, 1, false), 2);
      }
    }
    return net.classifier(net.relu(net.norm(x)), 1000);
  }

  private static String fire(TorchNet net, String x, int squeeze, int expand) {
    String s = net.relu(net.conv(x, squeeze, 1, 1, 0, 1, true));
    return net.concat(net.relu(net.conv(s, expand, 1, 1, 0, 1, true)), net.relu(net.conv(s, expand, 3, 1, 1, 1, true)));
  }

  static OnnxText squeezenet(int size) {
    TorchNet net = new TorchNet(size);
    String x = net.max(net.relu(net.conv("x", 64, 3, 2, 0, 1, true)), 3, 2, 0, true);
    x = net.max(fire(net, fire(net, x, 16, 64), 16, 64), 3, 2, 0, true);
    x = net.max(fire(net, fire(net, x, 32, 128), 32, 128), 3, 2, 0, true);
    x = fire(net, fire(net, fire(net, fire(net, x, 48, 192), 48, 192), 64, 256), 64, 256);
    x = net.relu(net.conv(x, 1000, 1, 1, 0, 1, true));
    return net.output(net.flat(x));
  }

  private static String inception(TorchNet net, String x, int... c) {
    String a = net.relu(net.unit(x, c[0], 1, 1, 1));
    String b = net.relu(net.unit(net.relu(net.unit(x, c[1], 1, 1, 1)), c[2], 3, 1, 1));
    String d = net.relu(net.unit(net.relu(net.unit(x, c[3], 1, 1, 1)), c[4], 3, 1, 1));
    String e = net.relu(net.unit(net.max(x, 3, 1, 1, true), c[5], 1, 1, 1));
    return net.concat(a, b, d, e);
  }

  static OnnxText googlenet(int size) {
    TorchNet net = new TorchNet(size);
    String x = net.max(net.relu(net.unit("x", 64, 7, 2, 1)), 3, 2, 0, true);
    x = net.max(net.relu(net.unit(net.relu(net.unit(x, 64, 1, 1, 1)), 192, 3, 1, 1)), 3, 2, 0, true);
    x = inception(net, x, 64, 96, 128, 16, 32, 32);
    x = net.max(inception(net, x, 128, 128, 192, 32, 96, 64), 3, 2, 0, true);
    x = inception(net, x, 192, 96, 208, 16, 48, 64);
    x = inception(net, x, 160, 112, 224, 24, 64, 64);
    x = inception(net, x, 128, 128, 256, 24, 64, 64);
    x = inception(net, x, 112, 144, 288, 32, 64, 64);
    x = net.max(inception(net, x, 256, 160, 320, 32, 128, 128), 2, 2, 0, true);
    x = inception(net, x, 256, 160, 320, 32, 128, 128);
    x = inception(net, x, 384, 192, 384, 48, 128, 128);
    return net.classifier(x, 1000);
  }

  static OnnxText shufflenet(int size) {
    TorchNet net = new TorchNet(size);
    String x = net.max(net.relu(net.unit("x", 24, 3, 2, 1)), 3, 2, 1, false);
    int map = size / 4;
    int[] widths = {116, 232, 464};
    int[] repeats = {4, 8, 4};
    for (int stage = 0; stage < 3; stage++) {
      int half = widths[stage] / 2;
      map /= 2;
      String left = net.relu(net.unit(net.unit(x, net.channels(x), 3, 2, net.channels(x)), half, 1, 1, 1));
      String right = net.unit(net.relu(net.unit(x, half, 1, 1, 1)), half, 3, 2, half);
      x = net.shuffle(net.concat(left, net.relu(net.unit(right, half, 1, 1, 1))), map);
      for (int i = 1; i < repeats[stage]; i++) {
        var halves = net.halves(x);
        String branch = net.unit(net.relu(net.unit(halves.get(1), half, 1, 1, 1)), half, 3, 1, half);
        x = net.shuffle(net.concat(halves.get(0), net.relu(net.unit(branch, half, 1, 1, 1))), map);
      }
    }
    return net.classifier(net.relu(net.unit(x, 1024, 1, 1, 1)), 1000);
  }

  private static String inverted(TorchNet net, String x, int kernel, int expanded, int outputs, int squeeze, int stride, String act, String gate) {
    String y = expanded == net.channels(x) ? x : net.act(net.unit(x, expanded, 1, 1, 1), act);
    y = net.act(net.unit(y, expanded, kernel, stride, expanded), act);
    y = squeeze > 0 ? net.gate(y, squeeze, gate.equals("Sigmoid") ? "SiLU" : "ReLU", gate) : y;
    y = net.unit(y, outputs, 1, 1, 1);
    return stride == 1 && net.channels(x) == outputs ? net.add(y, x) : y;
  }

  /** MobileNetV3-Small. */
  static OnnxText mobilenetV3(int size) {
    TorchNet net = new TorchNet(size);
    String x = net.act(net.unit("x", 16, 3, 2, 1), "HardSwish");
    int[][] blocks = {{3, 16, 16, 8, 2, 0}, {3, 72, 24, 0, 2, 0}, {3, 88, 24, 0, 1, 0}, {5, 96, 40, 24, 2, 1}, {5, 240, 40, 64, 1, 1}, {5, 240, 40, 64, 1, 1}, {5, 120, 48, 32, 1, 1},
        {5, 144, 48, 40, 1, 1}, {5, 288, 96, 72, 2, 1}, {5, 576, 96, 144, 1, 1}, {5, 576, 96, 144, 1, 1}};
    for (int[] b : blocks) {
      x = inverted(net, x, b[0], b[1], b[2], b[3], b[4], b[5] == 1 ? "HardSwish" : "ReLU", "HardSigmoid");
    }
    String flat = net.flat(net.act(net.unit(x, 576, 1, 1, 1), "HardSwish"));
    return net.output(net.linear(net.act(net.linear(flat, 1024), "HardSwish"), 1000));
  }

  /** EfficientNet-B0. */
  static OnnxText efficientnet(int size) {
    TorchNet net = new TorchNet(size);
    String x = net.act(net.unit("x", 32, 3, 2, 1), "SiLU");
    int[][] stages = {{1, 3, 1, 16, 1}, {6, 3, 2, 24, 2}, {6, 5, 2, 40, 2}, {6, 3, 2, 80, 3}, {6, 5, 1, 112, 3}, {6, 5, 2, 192, 4}, {6, 3, 1, 320, 1}};
    for (int[] s : stages) {
      for (int i = 0; i < s[4]; i++) {
        int in = net.channels(x);
        x = inverted(net, x, s[1], in * s[0], s[3], Math.max(1, in / 4), i == 0 ? s[2] : 1, "SiLU", "Sigmoid");
      }
    }
    return net.classifier(net.act(net.unit(x, 1280, 1, 1, 1), "SiLU"), 1000);
  }

  /** RegNetY-400MF. */
  static OnnxText regnet(int size) {
    TorchNet net = new TorchNet(size);
    String x = net.relu(net.unit("x", 32, 3, 2, 1));
    int[] widths = {48, 104, 208, 440};
    int[] depths = {1, 3, 6, 6};
    for (int stage = 0; stage < 4; stage++) {
      for (int i = 0; i < depths[stage]; i++) {
        int stride = i == 0 ? 2 : 1;
        int in = net.channels(x);
        String y = net.relu(net.unit(x, widths[stage], 1, 1, 1));
        y = net.relu(net.unit(y, widths[stage], 3, stride, widths[stage] / 8));
        y = net.unit(net.gate(y, Math.round(in / 4f), "ReLU", "Sigmoid"), widths[stage], 1, 1, 1);
        x = net.relu(net.add(i == 0 ? net.unit(x, widths[stage], 1, stride, 1) : x, y));
      }
    }
    return net.classifier(x, 1000);
  }
}
