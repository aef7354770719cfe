package org.automtl4j.plan.internal.rule.convolution;

import java.util.Optional;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.buffer.DataType;

/** One way to compute a convolution, its bias included going forward, and the gradients of its input and weights. */
sealed interface ConvolutionForm permits DirectForm, PhaseForm, PointwiseForm, TapForm, WinogradForm {
  Value forward(Node node, Tape tape);

  /** The gradients of input and weights, as far as they are needed. */
  void backward(Node node, Value dy, Gradients gradients, Tape tape);

  /** The fastest form that a convolution has, by a rough count of multiplications and of numbers moved. */
  static ConvolutionForm of(String op, Node node, Tape tape) {
    Geometry g = Geometry.of(node);
    DataType type = node.input(0).type();
    if (tape.lowering() && type.isFPType() && op.equals("conv2d")) {
      if (PointwiseForm.fits(node, g)) {
        return new PointwiseForm(g);
      }
      if (PointwiseForm.fitsTogether(node, g)) {
        return new TapForm(g);
      }
      Optional<WinogradForm> winograd = WinogradForm.of(node, g);
      if (winograd.isPresent() && winograd.get().cost(node) < Math.min(DirectForm.cost(node, g), Math.min(PhaseForm.cost(node, g), TapForm.cost(node, g)))) {
        return winograd.get();
      }
    }
    if (!g.dilated() || !g.divisible() || !type.isFPType() || !tape.lowering() && g.helpers(type)) {
      return new DirectForm(op, g);
    }
    boolean depthwise = !op.equals("conv2d");
    return depthwise || PhaseForm.cost(node, g) <= TapForm.cost(node, g) ? new PhaseForm(op, g) : new TapForm(g);
  }

  /** The value of a convolution's bias, or null. */
  static Value bias(Node node) {
    return node.hasInput(2) ? node.input(2) : null;
  }
}
