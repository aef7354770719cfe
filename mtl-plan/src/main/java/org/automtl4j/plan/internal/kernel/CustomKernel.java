package org.automtl4j.plan.internal.kernel;

import java.util.List;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of ND4J's custom operations ("declarable" ones), through an operation context that is filled once.
 *
 * @param name ND4J's name of the operation
 * @param arguments its arguments
 * @param helpers whether a helper library (oneDNN, cuDNN) may do it
 */
public record CustomKernel(String name, Arguments arguments, boolean helpers) implements Kernel {
  private static final Set<String> ELEMENTWISE =
      Set.of("add", "subtract", "reversesubtract", "multiply", "divide", "reversedivide", "maximum", "minimum", "squaredsubtract");
  private static final Set<String> MOVING = Set.of("biasadd", "pad");

  @Override
  public String work() {
    return name + " " + arguments.text();
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs);
    context.setOutputArrays(outputs);
    arguments.give(context);
    if (!helpers) {
      context.allowHelpers(false);
    }
    return new Bound(DynamicCustomOp.builder(name).build(), context);
  }

  @Override
  public boolean isCheap(List<Value> inputs) {
    return ELEMENTWISE.contains(name) || MOVING.contains(name);
  }

  /** Broadcasts in place take several times as long as elsewhere. */
  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return name.equals("biasadd") || ELEMENTWISE.contains(name) && inputs.stream().allMatch(inputs.get(input)::sameShape);
  }

  private record Bound(DynamicCustomOp op, OpContext context) implements Call {
    @Override
    public void run() {
      Nd4j.getExecutioner().exec(op, context);
    }

    @Override
    public void close() {
      context.purge();
    }
  }
}
