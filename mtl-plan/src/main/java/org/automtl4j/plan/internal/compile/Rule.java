package org.automtl4j.plan.internal.compile;

import java.util.List;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/** How one type of operation runs, and how gradients pass it. */
public interface Rule {
  /**
   * Writes the forward calls.
   *
   * @param node the operation
   * @param tape takes the calls
   * @return the outputs, in order
   */
  default List<Value> forward(Node node, Tape tape) {
    return Native.forward(node, tape);
  }

  /**
   * Writes the calls that pass the outputs' gradients on to those inputs that need one. At least one output has a gradient.
   *
   * @param node the operation, with its outputs
   * @param gradients gives the outputs' and takes the inputs' gradients
   * @param tape takes the calls
   */
  void backward(Node node, Gradients gradients, Tape tape);
}
