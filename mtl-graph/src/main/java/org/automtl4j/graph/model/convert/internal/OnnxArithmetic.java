package org.automtl4j.graph.model.convert.internal;

import static org.automtl4j.graph.model.convert.internal.OnnxScope.need;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.model.convert.internal.Value.Form;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sums and products of two maps, or of a map and stored numbers: a bias, or a BatchNorm that was frozen. */
final class OnnxArithmetic {
  private final OnnxScope scope;

  OnnxArithmetic(OnnxScope scope) {
    this.scope = scope;
  }

  Value read(OnnxNode node) {
    if (node.inputs().stream().allMatch(scope::isMap)) {
      return switch (node.type()) {
        case "Add", "Sum" -> join(node, Eltwise.Operation.SUM);
        case "Mul" -> join(node, Eltwise.Operation.PROD);
        case "Max" -> join(node, Eltwise.Operation.MAX);
        default -> throw new UnsupportedNodeException("there is no such layer for two maps");
      };
    }
    need(node.inputs().size() == 2 && node.inputs().stream().anyMatch(scope::isMap), "it joins stored numbers and several maps");
    int map = scope.isMap(node.inputs().get(0)) ? 0 : 1;
    Value in = scope.any(node, map);
    if (node.type().equals("Add") && biasOfProduct(node, node.inputs().get(map)).isPresent()) {
      need(scope.wires().readers(node.inputs().get(map)).size() == 1, "it adds stored numbers to a product that another node reads, too");
      return in;
    }
    need(!node.type().equals("Max"), "it takes the larger one of a map and stored numbers");
    return scaled(node, in, map, scope.tensor(node, 1 - map));
  }

  private Value join(OnnxNode node, Eltwise.Operation operation) {
    need(node.inputs().size() == 2, "it joins " + node.inputs().size() + " maps");
    Value a = scope.any(node, 0);
    Value b = scope.any(node, 1);
    boolean one = a.form() == b.form() && (a.form() == Form.MAP || a.form() == Form.FLAT || a.form() == Form.CHANNELS_LAST);
    need(one, "it joins maps whose axes stand in different orders");
    return scope.assembly().join(new Eltwise(scope.name(node), operation), List.of(a, b)).in(a.form(), 0);
  }

  /** The bias of the matrix product that a sum belongs to; the product has taken it. A backbone that ends at the product has not the sum behind it. */
  Optional<OnnxTensor> biasOfProduct(OnnxNode add, String product) {
    boolean matrix = !scope.ends().contains(product) && scope.wires().makerNode(product).filter(maker -> maker.type().equals("MatMul")).isPresent();
    return matrix ? add.inputs().stream().map(scope.constants()::get).filter(t -> t != null && t.shape().size() == 1).findFirst() : Optional.empty();
  }

  /** factor x + addend with a number for each channel. */
  private Value scaled(OnnxNode node, Value in, int map, OnnxTensor numbers) {
    need(in.form() == Form.MAP || in.form() == Form.CHANNELS_LAST || in.form() == Form.FLAT, "it reads a map whose axes stand in another order");
    int channels = in.shape().channels();
    need(channels > 0, "the number of channels is not known");
    INDArray given = perChannel(numbers, channels, in.form());
    INDArray ones = Nd4j.ones(given.dataType(), channels);
    INDArray zeros = Nd4j.zeros(given.dataType(), channels);
    INDArray factors;
    INDArray addends;
    switch (node.type()) {
      case "Add" -> {
        factors = ones;
        addends = given;
      }
      case "Sub" -> {
        factors = map == 0 ? ones : ones.neg();
        addends = map == 0 ? given.neg() : given;
      }
      case "Mul" -> {
        factors = given;
        addends = zeros;
      }
      default -> {
        need(map == 0, "it divides stored numbers by a map");
        factors = ones.div(given);
        addends = zeros;
      }
    }
    String name = node.inputs().get(map);
    boolean alone = scope.wires().readers(name).size() == 1 && !scope.wires().isOutput(name);
    if (alone && scope.assembly().scale(in, factors, addends)) {
      return new Value(in.node(), in.single(), 0, false, in.scale(), in.form(), 0, in.shape());
    }
    // Nothing before it can take the numbers: a depthwise convolution of one pixel does.
    boolean biased = !node.type().equals("Mul") && !node.type().equals("Div");
    Convolution c = new Convolution(scope.name(node), channels, 1, 1, 0, 1, channels, biased);
    Value map4 = in.pad() == 0 ? in : scope.assembly().zeros(scope.assembly().name("padding"), in.pad(), in.pad(), in.pad(), in.pad(), in);
    return scope.assembly().convolution(c, map4, factors.reshape(1, 1, 1, channels), biased ? List.of(addends) : List.of()).in(in.form(), 0);
  }

  /** Shapes such as [], [1], [C, 1, 1], [1, C, 1, 1]; [C] and [1, C] where channels are last. */
  private static INDArray perChannel(OnnxTensor tensor, int channels, Form form) {
    float[] values = tensor.floats();
    if (values.length == 1) {
      return Nd4j.valueArrayOf(new long[] {channels}, values[0], DataType.FLOAT);
    }
    List<Long> shape = new ArrayList<>(tensor.shape());
    int rank = form == Form.FLAT ? 2 : 4;
    while (shape.size() < rank) {
      shape.add(0, 1L);
    }
    List<Long> wanted = form == Form.FLAT ? List.of(1L, (long) channels)
        : form == Form.MAP ? List.of(1L, (long) channels, 1L, 1L) : List.of(1L, 1L, 1L, (long) channels);
    need(shape.equals(wanted), "it joins a map of " + channels + " channels and stored numbers of shape " + tensor.shape() + ", allowed are one number, or one for each channel");
    return Nd4j.create(values, new long[] {channels}, 'c');
  }
}
