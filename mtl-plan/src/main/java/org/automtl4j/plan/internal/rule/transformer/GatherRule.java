package org.automtl4j.plan.internal.rule.transformer;

import java.util.Arrays;
import java.util.List;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.token.TakeGradientKernel;
import org.automtl4j.plan.internal.kernel.token.TakeKernel;
import org.automtl4j.plan.internal.kernel.token.TokenRows;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Takes places of one axis by a constant index: each place's gradient is the sum of the gradients of all that was taken from there. ND4J's
 * own gradient is wrong on the first axis and missing on the others.
 */
final class GatherRule implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    Value x = node.input(0);
    if (!TokenRows.are(x) || node.inputs().size() < 2 || !node.input(1).isConstant() || node.input(1).rank() != 1) {
      return Rule.super.forward(node, tape);
    }
    int axis = axis(node);
    int[] index = index(node, x.size(axis));
    long[] shape = x.shape();
    shape[axis] = index.length;
    return List.of(taken(x.reshaped(length(x, 0, axis), x.size(axis), length(x, axis + 1, x.rank())), index, tape).reshaped(shape));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (!gradients.needs(x)) {
      return;
    }
    int axis = axis(node);
    int[] index = index(node, x.size(axis));
    Value dy = gradients.of(node.output()).orElseThrow();
    Value planes = dy.reshaped(length(x, 0, axis), index.length, length(x, axis + 1, x.rank()));
    int[] inverse = inverse(index, (int) x.size(axis));
    gradients.add(x, inverse.length > 0 ? taken(planes, inverse, tape) : summed(planes, index, (int) x.size(axis), tape));
  }

  private static int axis(Node node) {
    return (int) Math.floorMod(node.arguments().integer(0, 0), (long) node.input(0).rank());
  }

  /** The places that are taken, counted from the front; one that is none is an error. */
  private static int[] index(Node node, long size) {
    if (node.inputs().size() > 1 && !node.input(1).isConstant()) {
      throw new IllegalArgumentException("there is a backward rule only for a constant index, not for " + node.where());
    }
    long[] given = node.inputs().size() > 1 ? node.input(1).array().dup('c').reshape(node.input(1).length()).toLongVector()
        : Arrays.copyOfRange(node.arguments().integers(), 1, node.arguments().integers().length);
    return Arrays.stream(given).mapToInt(k -> {
      if (k < -size || k >= size) {
        throw new IllegalArgumentException("place " + k + " of " + size + " is taken in " + node.where());
      }
      return Math.toIntExact(k < 0 ? k + size : k);
    }).toArray();
  }

  /** Where each place went, if each went to exactly one; else empty. */
  private static int[] inverse(int[] index, int size) {
    int[] inverse = new int[size];
    Arrays.fill(inverse, -1);
    for (int k = 0; k < index.length; k++) {
      inverse[index[k]] = k;
    }
    return index.length == size && Arrays.stream(inverse).allMatch(k -> k >= 0) ? inverse : new int[0];
  }

  private static Value taken(Value planes, int[] index, Tape tape) {
    if (TokenRows.are(planes)) {
      return tape.emit(new TakeKernel(index), List.of(tape.fresh(planes.type(), planes.size(0), index.length, planes.size(2))), planes)
          .get(0);
    }
    Value places = tape.memo(List.of("index", Arrays.toString(index)), () -> tape.integers(index));
    return tape.custom("gather", Arguments.of(1), planes, places).get(0);
  }

  /** In a portable way a product with a matrix of ones where something was taken. */
  private static Value summed(Value planes, int[] index, int size, Tape tape) {
    if (tape.lowering() && TokenRows.are(planes)) {
      return tape.emit(new TakeGradientKernel(size, index), List.of(tape.fresh(planes.type(), planes.size(0), size, planes.size(2))),
          planes).get(0);
    }
    DataType type = planes.type();
    Value ones = tape.memo(List.of("taken", type, size, Arrays.toString(index)), () -> {
      double[] numbers = new double[size * index.length];
      for (int k = 0; k < index.length; k++) {
        numbers[index[k] * index.length + k] = 1;
      }
      return tape.numbers(type, numbers, size, index.length);
    });
    Value rows = tape.math().permute(planes, 1, 0, 2); // [K, outer, inner]
    // [size, outer inner]
    Value sums = tape.math().matmul(ones, rows.reshaped(index.length, planes.size(0) * planes.size(2)), false, false);
    return tape.math().permute(sums.reshaped(size, planes.size(0), planes.size(2)), 1, 0, 2);
  }

  private static long length(Value x, int from, int to) {
    long length = 1;
    for (int d = from; d < to; d++) {
      length *= x.size(d);
    }
    return length;
  }
}
