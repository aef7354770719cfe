package org.automtl4j.graph.model.convert.internal;

import static org.automtl4j.graph.model.convert.internal.OnnxScope.decimal;
import static org.automtl4j.graph.model.convert.internal.OnnxScope.need;
import static org.automtl4j.graph.model.convert.internal.OnnxScope.number;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.backbone.Activation.Function;
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.model.convert.internal.Value.Form;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX nodes as layers. What an exporter of CNNs writes is understood; everything else is an {@link UnsupportedNodeException}. */
final class OnnxLayers {
  /** Of nodes that read their inputs by place. Fewer are asked for where they are read; sums and the like count theirs. */
  private static final Map<String, Integer> MOST_INPUTS = Map.ofEntries(Map.entry("Conv", 3), Map.entry("BatchNormalization", 5), Map.entry("Relu", 1), Map.entry("Clip", 3),
      Map.entry("MaxPool", 1), Map.entry("AveragePool", 1), Map.entry("GlobalAveragePool", 1), Map.entry("GlobalMaxPool", 1), Map.entry("ReduceMean", 2), Map.entry("ReduceMax", 2),
      Map.entry("Dropout", 3), Map.entry("Identity", 1), Map.entry("Cast", 1), Map.entry("Pad", 4), Map.entry("Flatten", 1), Map.entry("Reshape", 2), Map.entry("Squeeze", 2),
      Map.entry("Gemm", 3), Map.entry("MatMul", 2), Map.entry("Sigmoid", 1), Map.entry("HardSigmoid", 1), Map.entry("HardSwish", 1), Map.entry("LeakyRelu", 1), Map.entry("PRelu", 2),
      Map.entry("Split", 2), Map.entry("Slice", 5), Map.entry("Transpose", 1), Map.entry("Unsqueeze", 2), Map.entry("Swish", 1), Map.entry("Gather", 2));
  private static final Set<Long> REAL = Set.of(1L, 10L, 11L, 16L);

  private final OnnxScope scope;
  private final OnnxInput input;
  private final OnnxWindows windows;
  private final OnnxAxes axes;
  private final OnnxArithmetic arithmetic;
  private final OnnxPatterns patterns;

  OnnxLayers(OnnxScope scope, OnnxInput input) {
    this.scope = scope;
    this.input = input;
    this.windows = new OnnxWindows(scope);
    this.axes = new OnnxAxes(scope);
    this.arithmetic = new OnnxArithmetic(scope);
    this.patterns = new OnnxPatterns(scope);
  }

  /** What a node gives, by output. */
  List<Value> read(OnnxNode node) {
    patterns.look(node);
    Optional<OnnxPatterns.Found> found = patterns.at(node);
    if (found.isPresent()) {
      return List.of(scope.assembly().plain(new Activation(scope.name(node), found.get().function()), scope.values().get(found.get().input())));
    }
    if (patterns.isInside(node)) { // only the activation that it belongs to reads it
      return List.of(scope.values().get(node.inputs().stream().filter(scope::isMap).findFirst().orElseThrow()));
    }
    int most = MOST_INPUTS.getOrDefault(node.type(), Integer.MAX_VALUE);
    need(node.inputs().stream().skip(most).allMatch(String::isEmpty), "it has " + node.inputs().size() + " inputs, allowed: " + most);
    return node.type().equals("Split") ? axes.split(node) : List.of(one(node));
  }

  private Value one(OnnxNode node) {
    boolean arithmetical = List.of("Add", "Sub", "Mul", "Div").contains(node.type());
    if (arithmetical && input.isScaled(node)) {
      return input.scaled(node);
    }
    return switch (node.type()) {
      case "Conv" -> windows.convolution(node);
      case "BatchNormalization" -> batchNorm(node);
      case "Relu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Swish", "LeakyRelu", "Dropout" -> scope.assembly().plain(plain(node), scope.any(node, 0));
      case "PRelu" -> prelu(node);
      case "MaxPool", "AveragePool" -> windows.pool(node, node.type().equals("MaxPool"));
      case "GlobalAveragePool", "GlobalMaxPool" -> windows.global(node, node.type().equals("GlobalMaxPool"));
      case "ReduceMean", "ReduceMax" -> windows.reduced(node);
      case "Add", "Sum", "Sub", "Mul", "Div", "Max" -> arithmetic.read(node);
      case "Concat" -> axes.concat(node);
      case "Slice" -> axes.slice(node);
      case "Gather" -> axes.gather(node);
      case "Transpose" -> axes.transpose(node);
      case "Identity" -> scope.any(node, 0);
      case "Cast" -> cast(node);
      case "Pad" -> windows.pad(node);
      case "Flatten", "Squeeze", "Unsqueeze" -> axes.flat(node);
      case "Reshape" -> axes.reshape(node);
      case "Gemm" -> gemm(node);
      case "MatMul" -> matmul(node);
      default -> throw new UnsupportedNodeException(UnsupportedNodeException.NO_LAYER);
    };
  }

  /** A type of fewer digits changes nothing that a backbone keeps; whole numbers would. */
  private Value cast(OnnxNode node) {
    return scope.any(node, 0).node() >= 0 && REAL.contains(node.whole("to", 1)) ? scope.any(node, 0) : input.cast(node);
  }

  private Value batchNorm(OnnxNode node) {
    need(node.whole("training_mode", 0) == 0, "it is in training mode; export the model in evaluation mode");
    BatchNorm layer = new BatchNorm(scope.name(node, 1), decimal(node.real("epsilon", 1e-5f)), Math.round((1 - decimal(node.real("momentum", .9f))) * 1e7) / 1e7, true, true);
    List<INDArray> parts = List.of(scope.vector(node, 1), scope.vector(node, 2), scope.vector(node, 3), scope.vector(node, 4));
    return scope.assembly().batchNorm(layer, scope.map(node, 0), parts);
  }

  private Layer plain(OnnxNode node) {
    return switch (node.type()) {
      case "Relu" -> new Relu(scope.name(node), false);
      case "Clip" -> clip(node);
      case "Sigmoid" -> new Activation(scope.name(node), Function.SIGMOID);
      case "HardSigmoid" -> {
        need(OnnxPatterns.isHardSigmoid(node), "it is max(0, min(1, " + node.real("alpha", .2f) + " x + " + node.real("beta", .5f) + ")), allowed is x / 6 + 0.5");
        yield new Activation(scope.name(node), Function.HARD_SIGMOID);
      }
      case "HardSwish" -> new Activation(scope.name(node), Function.HARD_SWISH);
      case "Swish" -> {
        need(node.real("alpha", 1) == 1, "its alpha is " + node.real("alpha", 1) + ", allowed is 1");
        yield new Activation(scope.name(node), Function.SWISH);
      }
      case "LeakyRelu" -> new LeakyRelu(scope.name(node), decimal(node.real("alpha", .01f)), false);
      default -> new Dropout(scope.name(node), dropoutRatio(node));
    };
  }

  /** Up to opset 10 the bounds are attributes, later inputs. */
  private Layer clip(OnnxNode node) {
    float low = node.input(1).isPresent() ? scope.scalar(node, 1) : node.real("min", Float.NEGATIVE_INFINITY);
    float high = node.input(2).isPresent() ? scope.scalar(node, 2) : node.real("max", Float.POSITIVE_INFINITY);
    if (low == 0 && high == 6) {
      return new Relu6(scope.name(node), false);
    } else if (low == 0 && high > 3e38) {
      return new Relu(scope.name(node), false);
    }
    need(Float.isFinite(low) && Float.isFinite(high) && Math.abs(low) < 3e38 && Math.abs(high) < 3e38 && low < high,
        "it clips to " + low + ".." + high + ", allowed are two bounds, or 0 without an upper one");
    return new Clip(scope.name(node), decimal(low), decimal(high));
  }

  /** A slope for each channel, or one for all. */
  private Value prelu(OnnxNode node) {
    Value in = scope.map(node, 0);
    int channels = in.shape().channels();
    OnnxTensor slope = scope.tensor(node, 1);
    float[] slopes = slope.floats();
    need(channels > 0 && (slopes.length == 1 || slopes.length == channels && (slope.shape().size() == 3 && slope.shape().get(0) == channels
        || slope.shape().size() == 4 && slope.shape().get(1) == channels)), "its slope has the shape " + slope.shape() + ", allowed are one number, or one for each channel");
    float[] all = slopes;
    if (slopes.length != channels) {
      all = new float[channels];
      Arrays.fill(all, slopes[0]);
    }
    return scope.assembly().prelu(new PRelu(scope.name(node, 1)), in, Nd4j.create(all, new long[] {channels}, 'c'));
  }

  private float dropoutRatio(OnnxNode node) {
    return node.input(1).isPresent() && scope.constants().containsKey(node.inputs().get(1)) ? scope.scalar(node, 1) : node.real("ratio", .5f);
  }

  private Value gemm(OnnxNode node) {
    need(node.real("alpha", 1) == 1 && node.real("beta", 1) == 1 && node.whole("transA", 0) == 0, "it has factors or a transposed input");
    return linear(node, node.whole("transB", 0) == 1, node.input(2).isPresent() ? List.of(scope.vector(node, 2)) : List.of());
  }

  /** A product and the sum behind it are one layer; see {@link OnnxArithmetic#biasOfProduct}. */
  private Value matmul(OnnxNode node) {
    List<OnnxNode> readers = scope.wires().readers(node.outputs().get(0));
    Optional<OnnxTensor> bias = readers.size() == 1 && readers.get(0).type().equals("Add") ? arithmetic.biasOfProduct(readers.get(0), node.outputs().get(0)) : Optional.empty();
    return linear(node, false, bias.map(OnnxScope::flat).map(List::of).orElse(List.of()));
  }

  private Value linear(OnnxNode node, boolean transposed, List<INDArray> bias) {
    Value in = scope.map(node, 0);
    OnnxTensor matrix = scope.tensor(node, 1);
    need(in.single() && matrix.shape().size() == 2, "a linear layer over more than one pixel, or without a matrix");
    long[] shape = matrix.shape().stream().mapToLong(Long::longValue).toArray();
    INDArray stored = Nd4j.create(matrix.floats(), shape, 'c');
    int outputs = number(transposed ? shape[0] : shape[1]);
    need(bias.stream().allMatch(added -> added.length() == outputs), "it adds numbers of another count than its " + outputs + " outputs");
    return scope.assembly().linear(new InnerProduct(scope.name(node, 1), outputs, !bias.isEmpty()), in, transposed ? stored.transpose().dup('c') : stored, bias).in(Form.FLAT, 0);
  }
}
