package org.automtl4j.graph.model.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;

/** Builds ONNX files node by node as torch.onnx.export writes networks of torchvision, with random numbers. */
final class TorchNet {
  final OnnxText text;
  private final Map<String, Integer> channels = new HashMap<>();
  private int count;

  TorchNet(int size) {
    text = new OnnxText().input("x", 1, 3, size, size);
    channels.put("x", 3);
  }

  int channels(String x) {
    return channels.get(x);
  }

  private String give(String type, List<String> inputs, int outputs, Object... attributes) {
    String name = "v" + count++;
    text.node("/" + type + "_" + count, type, inputs, List.of(name), attributes);
    channels.put(name, outputs);
    return name;
  }

  private String random(String name, double low, double high, int... shape) {
    RandomStream random = RandomStream.of(3, name);
    int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.uniform(low, high);
    }
    text.tensor(name, shape, values);
    return name;
  }

  String conv(String x, int outputs, int kernel, int stride, int pad, int groups, boolean bias) {
    int in = channels(x) / groups;
    double bound = Math.sqrt(3.0 / (in * kernel * kernel));
    List<String> inputs = new ArrayList<>(List.of(x, random("c" + count + ".weight", -bound, bound, outputs, in, kernel, kernel)));
    if (bias) {
      inputs.add(random("c" + count + ".bias", -.5, .5, outputs));
    }
    return give("Conv", inputs, outputs, "dilations", List.of(1, 1), "group", groups, "kernel_shape", List.of(kernel, kernel), "pads", List.of(pad, pad, pad, pad), "strides", List.of(stride, stride));
  }

  String norm(String x) {
    int c = channels(x);
    return give("BatchNormalization", List.of(x, random("n" + count + ".weight", .8, 1.2, c), random("n" + count + ".bias", -.2, .2, c), random("n" + count + ".mean", -.2, .2, c),
        random("n" + count + ".var", .8, 1.2, c)), c, "epsilon", 1e-5f, "momentum", .9f);
  }

  /** Convolution without bias and BatchNorm. */
  String unit(String x, int outputs, int kernel, int stride, int groups) {
    return norm(conv(x, outputs, kernel, stride, (kernel - 1) / 2, groups, false));
  }

  String relu(String x) {
    return give("Relu", List.of(x), channels(x));
  }

  String act(String x, String kind) {
    return switch (kind) {
      case "SiLU" -> mul(x, give("Sigmoid", List.of(x), channels(x)));
      case "HardSwish" -> give("HardSwish", List.of(x), channels(x));
      case "HardSigmoid" -> give("HardSigmoid", List.of(x), channels(x), "alpha", 1f / 6);
      case "Sigmoid" -> give("Sigmoid", List.of(x), channels(x));
      default -> relu(x);
    };
  }

  String max(String x, int kernel, int stride, int pad, boolean ceil) {
    return give("MaxPool", List.of(x), channels(x), "ceil_mode", ceil ? 1 : 0, "kernel_shape", List.of(kernel, kernel), "pads", List.of(pad, pad, pad, pad), "strides", List.of(stride, stride));
  }

  String average(String x, int kernel) {
    return give("AveragePool", List.of(x), channels(x), "ceil_mode", 0, "kernel_shape", List.of(kernel, kernel), "pads", List.of(0, 0, 0, 0), "strides", List.of(kernel, kernel));
  }

  String add(String a, String b) {
    return give("Add", List.of(a, b), channels(a));
  }

  String mul(String a, String b) {
    return give("Mul", List.of(a, b), channels(a));
  }

  String concat(String... maps) {
    return give("Concat", List.of(maps), IntStream.range(0, maps.length).map(i -> channels(maps[i])).sum(), "axis", 1);
  }

  String pool(String x) {
    return give("GlobalAveragePool", List.of(x), channels(x));
  }

  /** Squeeze and excitation. */
  String gate(String x, int squeezed, String inner, String outer) {
    String pixel = act(conv(pool(x), squeezed, 1, 1, 0, 1, true), inner);
    return mul(act(conv(pixel, channels(x), 1, 1, 0, 1, true), outer), x);
  }

  /** Two halves of the channels, as Split gives them. */
  List<String> halves(String x) {
    String name = "v" + count++;
    text.wholes(name + ".sizes", channels(x) / 2, channels(x) / 2).node("/Split_" + count, "Split", List.of(x, name + ".sizes"), List.of(name + ".a", name + ".b"), "axis", 1);
    channels.put(name + ".a", channels(x) / 2);
    channels.put(name + ".b", channels(x) / 2);
    return List.of(name + ".a", name + ".b");
  }

  /** The shuffle of ShuffleNet over two groups, for maps of a size. */
  String shuffle(String x, int size) {
    int c = channels(x);
    text.wholes("g" + count, 1, 2, c / 2, size, size);
    String grouped = give("Reshape", List.of(x, "g" + count), c);
    String spread = give("Transpose", List.of(grouped), c, "perm", List.of(0, 2, 1, 3, 4));
    text.wholes("g" + count, 1, -1, size, size);
    return give("Reshape", List.of(spread, "g" + count), c);
  }

  /** Pooled, flattened, and a linear layer. */
  OnnxText classifier(String x, int... widths) {
    String flat = give("Flatten", List.of(pool(x)), channels(x), "axis", 1);
    for (int width : widths) {
      flat = linear(flat, width);
    }
    return text.output(flat);
  }

  String flat(String x) {
    return give("Flatten", List.of(pool(x)), channels(x), "axis", 1);
  }

  String linear(String x, int outputs) {
    double bound = Math.sqrt(3.0 / channels(x));
    return give("Gemm", List.of(x, random("f" + count + ".weight", -bound, bound, outputs, channels(x)), random("f" + count + ".bias", -.5, .5, outputs)), outputs,
        "alpha", 1f, "beta", 1f, "transB", 1);
  }

  OnnxText output(String x) {
    return text.output(x);
  }
}
