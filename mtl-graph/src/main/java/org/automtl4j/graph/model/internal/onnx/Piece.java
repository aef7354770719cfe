package org.automtl4j.graph.model.internal.onnx;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.model.internal.step.Operation;
import org.automtl4j.graph.model.internal.step.Operation.Normalize;
import org.automtl4j.graph.model.internal.step.Step;

/**
 * What becomes one ONNX node, or a few.
 *
 * @param output the variable that it makes
 * @param inputs the variables that it reads
 * @param operation what it does
 * @param groups of a convolution whose kernel is [kH, kW, inputs/groups, outputs]
 * @param normalization a BatchNorm behind a convolution that goes into its kernel and bias
 */
record Piece(String output, List<String> inputs, Operation operation, int groups, Optional<Normalize> normalization) {

  Piece {
    inputs = List.copyOf(inputs);
  }

  static Piece of(Step step) {
    return new Piece(step.output(), step.inputs(), step.operation(), 1, Optional.empty());
  }

  String input() {
    return inputs.get(0);
  }

  boolean isConvolution() {
    return operation instanceof Operation.Convolve || operation instanceof Operation.Depthwise;
  }
}
