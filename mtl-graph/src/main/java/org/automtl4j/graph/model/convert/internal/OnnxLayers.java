package org.automtl4j.graph.model.convert.internal;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX nodes as layers. What an exporter of CNNs writes is understood; everything else is an {@link UnsupportedNodeException}. */
final class OnnxLayers {
  /** Of nodes that read their inputs by place. Fewer are asked for where they are read; sums and the like count theirs. */
  private static final Map<String, Integer> MOST_INPUTS = Map.ofEntries(Map.entry("Conv", 3), Map.entry("BatchNormalization", 5), Map.entry("Relu", 1), Map.entry("Clip", 3),
      Map.entry("MaxPool", 1), Map.entry("AveragePool", 1), Map.entry("GlobalAveragePool", 1), Map.entry("GlobalMaxPool", 1), Map.entry("ReduceMean", 2), Map.entry("ReduceMax", 2),
      Map.entry("Dropout", 3), Map.entry("Identity", 1), Map.entry("Cast", 1), Map.entry("Pad", 3), Map.entry("Flatten", 1), Map.entry("Reshape", 2), Map.entry("Squeeze", 2),
      Map.entry("Gemm", 3), Map.entry("MatMul", 2));

  private final OnnxWires wires;
  private final Assembly assembly;
  private final Map<String, Value> values;
  private final Map<String, OnnxTensor> constants;
  private final OnnxInput input;
  private final String end;
  private final Set<String> biasedProducts = new HashSet<>();

  OnnxLayers(OnnxWires wires, Assembly assembly, Map<String, Value> values, Map<String, OnnxTensor> constants, OnnxInput input, String end) {
    this.wires = wires;
    this.assembly = assembly;
    this.values = values;
    this.constants = constants;
    this.input = input;
    this.end = end;
  }

  Value read(OnnxNode node) {
    int most = MOST_INPUTS.getOrDefault(node.type(), Integer.MAX_VALUE);
    need(node.inputs().stream().skip(most).allMatch(String::isEmpty), "it has " + node.inputs().size() + " inputs, allowed: " + most);
    if (List.of("Add", "Sub", "Mul", "Div").contains(node.type()) && input.isScaled(node)) {
      return input.scaled(node);
    }
    return switch (node.type()) {
      case "Conv" -> convolution(node);
      case "BatchNormalization" -> batchNorm(node);
      case "Relu" -> assembly.plain(new Relu(name(node), false), map(node, 0));
      case "Clip" -> clip(node);
      case "MaxPool", "AveragePool" -> pool(node, node.type().equals("MaxPool"));
      case "GlobalAveragePool", "GlobalMaxPool" -> global(node, node.type().equals("GlobalMaxPool"));
      case "ReduceMean", "ReduceMax" -> reduced(node);
      case "Add", "Sum" -> node.inputs().stream().allMatch(values::containsKey) ? join(node, Eltwise.Operation.SUM) : biased(node);
      case "Mul" -> join(node, Eltwise.Operation.PROD);
      case "Max" -> join(node, Eltwise.Operation.MAX);
      case "Dropout" -> assembly.plain(new Dropout(name(node), dropoutRatio(node)), map(node, 0));
      case "Identity" -> map(node, 0);
      case "Cast" -> input.cast(node);
      case "Pad" -> pad(node);
      case "Flatten" -> flat(node);
      case "Reshape" -> flat(node);
      case "Squeeze" -> flat(node);
      case "Gemm" -> gemm(node);
      case "MatMul" -> matmul(node);
      default -> throw new UnsupportedNodeException("there is no such layer");
    };
  }

  private Value convolution(OnnxNode node) {
    OnnxTensor weight = tensor(node, 1);
    need(weight.shape().size() == 4 && weight.shape().get(2).equals(weight.shape().get(3)), "kernel " + weight.shape() + "; it must be square");
    long[] s = weight.shape().stream().mapToLong(Long::longValue).toArray();
    need(same(node, "kernel_shape", 2, s[2]) == s[2], "its kernel_shape is not that of its kernel " + weight.shape());
    Convolution c = new Convolution(name(node, 1), number(s[0]), number(s[2]), same(node, "strides", 2, 1), pads(node, s[2], same(node, "dilations", 2, 1)),
        same(node, "dilations", 2, 1), number(node.whole("group", 1)), node.input(2).isPresent());
    INDArray kernel = Nd4j.create(weight.floats(), s, 'c').permute(2, 3, 1, 0).dup('c');
    return assembly.convolution(c, map(node, 0), kernel, node.input(2).isPresent() ? List.of(vector(node, 2)) : List.of());
  }

  private Value batchNorm(OnnxNode node) {
    need(node.whole("training_mode", 0) == 0, "it is in training mode; export the model in evaluation mode");
    BatchNorm layer = new BatchNorm(name(node, 1), decimal(node.real("epsilon", 1e-5f)), Math.round((1 - decimal(node.real("momentum", .9f))) * 1e7) / 1e7, true, true);
    return assembly.batchNorm(layer, map(node, 0), List.of(vector(node, 1), vector(node, 2), vector(node, 3), vector(node, 4)));
  }

  /** min(max(x, 0), 6); up to opset 10 the bounds are attributes, later inputs. */
  private Value clip(OnnxNode node) {
    float low = node.input(1).isPresent() ? scalar(node, 1) : node.real("min", Float.NEGATIVE_INFINITY);
    float high = node.input(2).isPresent() ? scalar(node, 2) : node.real("max", Float.POSITIVE_INFINITY);
    need(low == 0 && (high == 6 || high > 3e38), "it clips to " + low + ".." + high + ", allowed is 0..6, or 0 without an upper bound");
    return high == 6 ? assembly.plain(new Relu6(name(node), false), map(node, 0)) : assembly.plain(new Relu(name(node), false), map(node, 0));
  }

  private Value pool(OnnxNode node, boolean maximum) {
    int kernel = same(node, "kernel_shape", 2, 0);
    int pad = pads(node, kernel, 1);
    need(same(node, "dilations", 2, 1) == 1 && node.whole("storage_order", 0) == 0, "it is dilated");
    need(node.outputs().size() == 1 || node.outputs().get(1).isEmpty(), "it gives indices");
    need(maximum || pad == 0 || node.whole("count_include_pad", 0) == 1, "its mean leaves the padding out");
    Pooling.Mode mode = maximum ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE;
    return assembly.pool(new Pooling(name(node), mode, kernel, same(node, "strides", 2, 1), pad, node.whole("ceil_mode", 0) == 1, false), map(node, 0));
  }

  private Value global(OnnxNode node, boolean maximum) {
    return assembly.pool(new Pooling(name(node), maximum ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE, 0, 1, 0, false, true), map(node, 0));
  }

  /** Over height and width it is a global pooling; flattened or not, both are one pixel. */
  private Value reduced(OnnxNode node) {
    List<Long> axes = node.input(1).isPresent() ? tensor(node, 1).wholes() : node.attributes().get("axes") instanceof List<?> list
        ? list.stream().map(axis -> axis instanceof Long l ? l : Long.valueOf(Long.MIN_VALUE)).toList() : List.of();
    need(axes.size() == 2 && axes.stream().map(axis -> Math.floorMod(axis, 4L)).toList().containsAll(List.of(2L, 3L)), "it goes over axes " + axes + ", not over height and width");
    return global(node, node.type().equals("ReduceMax"));
  }

  private Value join(OnnxNode node, Eltwise.Operation operation) {
    need(node.inputs().size() == 2, "it joins " + node.inputs().size() + " maps");
    return assembly.join(new Eltwise(name(node), operation), map(node, 0), map(node, 1));
  }

  private float dropoutRatio(OnnxNode node) {
    return node.input(1).isPresent() && constants.containsKey(node.inputs().get(1)) ? scalar(node, 1) : node.real("ratio", .5f);
  }

  private Value pad(OnnxNode node) {
    boolean listed = node.input(1).isPresent();
    List<Long> p = listed ? tensor(node, 1).wholes() : LongStream.of(node.wholes("pads", 8, -1)).boxed().toList();
    float value = node.input(2).isPresent() ? scalar(node, 2) : node.real("value", 0);
    boolean even = p.size() == 8 && p.get(0) + p.get(1) + p.get(4) + p.get(5) == 0 && p.get(2) >= 0
        && p.get(2).equals(p.get(3)) && p.get(2).equals(p.get(6)) && p.get(2).equals(p.get(7));
    need(node.text("mode", "constant").equals("constant") && value == 0 && even, "it adds " + p + " of " + value + ", allowed are as many zeros on every side");
    return map(node, 0).padded(number(p.get(2)));
  }

  private Value flat(OnnxNode node) {
    Value in = map(node, 0);
    need(in.single(), "it flattens a map of more than one pixel; --feature ends the backbone before it");
    return in;
  }

  private Value gemm(OnnxNode node) {
    need(node.real("alpha", 1) == 1 && node.real("beta", 1) == 1 && node.whole("transA", 0) == 0, "it has factors or a transposed input");
    return linear(node, node.whole("transB", 0) == 1, node.input(2).isPresent());
  }

  /** A product and the sum behind it are one layer, see {@link #biased}; but for a backbone that ends at the product itself. */
  private Value matmul(OnnxNode node) {
    String product = node.outputs().get(0);
    List<OnnxNode> readers = wires.readers(product);
    boolean withBias = !product.equals(end) && readers.size() == 1 && readers.get(0).type().equals("Add") && bias(readers.get(0)).isPresent();
    if (withBias) {
      biasedProducts.add(product);
    }
    return linear(node, false, withBias);
  }

  private Value linear(OnnxNode node, boolean transposed, boolean withBias) {
    Value in = map(node, 0);
    OnnxTensor matrix = tensor(node, 1);
    need(in.single() && matrix.shape().size() == 2, "a linear layer over more than one pixel, or without a matrix");
    long[] shape = matrix.shape().stream().mapToLong(Long::longValue).toArray();
    INDArray stored = Nd4j.create(matrix.floats(), shape, 'c');
    int outputs = number(transposed ? shape[0] : shape[1]);
    List<INDArray> bias = !withBias ? List.of() : node.type().equals("Gemm") ? List.of(vector(node, 2))
        : wires.readers(node.outputs().get(0)).stream().filter(n -> n.type().equals("Add")).flatMap(n -> bias(n).stream()).limit(1)
            .map(OnnxLayers::flat).toList();
    need(bias.stream().allMatch(added -> added.length() == outputs), "it adds numbers of another count than its " + outputs + " outputs");
    return assembly.linear(new InnerProduct(name(node, 1), outputs, withBias), in, transposed ? stored.transpose().dup('c') : stored, bias);
  }

  /** A sum with stored numbers is only understood where it is the bias of a product. */
  private Value biased(OnnxNode node) {
    need(node.inputs().size() == 2 && node.inputs().stream().anyMatch(values::containsKey), "it adds stored numbers to a map");
    String other = values.containsKey(node.inputs().get(0)) ? node.inputs().get(0) : node.inputs().get(1);
    need(bias(node).isPresent() && wires.makerNode(other).filter(n -> n.type().equals("MatMul")).isPresent(), "it adds stored numbers to a map");
    need(biasedProducts.contains(other), "it adds stored numbers to a product that another node reads, too");
    return values.get(other);
  }

  private Optional<OnnxTensor> bias(OnnxNode add) {
    return add.inputs().stream().map(constants::get).filter(t -> t != null && t.shape().size() == 1).findFirst();
  }

  private static INDArray flat(OnnxTensor tensor) {
    return Nd4j.create(tensor.floats(), new long[] {tensor.length()}, 'c');
  }

  private Value map(OnnxNode node, int input) {
    Value value = node.input(input).map(values::get).orElse(null);
    need(value != null, "it works on stored numbers where a map is needed");
    return value;
  }

  private OnnxTensor tensor(OnnxNode node, int input) {
    OnnxTensor tensor = node.input(input).map(constants::get).orElse(null);
    need(tensor != null, "its input " + input + " is not stored in the file");
    return tensor;
  }

  private float scalar(OnnxNode node, int input) {
    OnnxTensor tensor = tensor(node, input);
    need(tensor.length() == 1, "its input " + input + " is not one number");
    return tensor.floats()[0];
  }

  private INDArray vector(OnnxNode node, int input) {
    OnnxTensor tensor = tensor(node, input);
    need(tensor.shape().size() == 1 && tensor.length() > 0, "its input " + input + " has the shape " + tensor.shape() + ", not one axis");
    return flat(tensor);
  }

  /** A number for height and width alike. */
  private static int same(OnnxNode node, String attribute, int count, long otherwise) {
    long[] values = node.wholes(attribute, count, otherwise);
    need(values[0] == values[1], attribute + " differ between height and width");
    return number(values[0]);
  }

  /** Padding on all four sides alike; SAME is known where the stride is 1 and the kernel odd. */
  private static int pads(OnnxNode node, long kernel, int dilation) {
    String auto = node.text("auto_pad", "NOTSET");
    long[] p = node.wholes("pads", 4, 0);
    if (auto.startsWith("SAME")) {
      need(same(node, "strides", 2, 1) == 1 && kernel % 2 == 1, "its padding depends on the input's size");
      return number(dilation * (kernel - 1) / 2);
    }
    need(p[0] == p[1] && p[0] == p[2] && p[0] == p[3], "padding " + Arrays.toString(p) + " differs between the sides");
    return auto.equals("VALID") ? 0 : number(p[0]);
  }

  private String name(OnnxNode node) {
    return assembly.name(node.name().isEmpty() ? node.outputs().get(0) : node.name());
  }

  /** After its weights where these have a name of their own, such as {@code layer1.0.conv1.weight}. */
  private String name(OnnxNode node, int weights) {
    String tensor = node.input(weights).orElse("");
    boolean telling = tensor.endsWith(".weight") && !tensor.contains("::");
    return telling ? assembly.name(tensor.substring(0, tensor.length() - ".weight".length())) : name(node);
  }

  /** A float as the shortest decimal that means it. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private static int number(long value) {
    need(value >= 0 && value <= 1 << 16, "found the number " + value + ", allowed 0 to " + (1 << 16));
    return (int) value;
  }

  private static void need(boolean condition, String otherwise) {
    if (!condition) {
      throw new UnsupportedNodeException(otherwise);
    }
  }
}
