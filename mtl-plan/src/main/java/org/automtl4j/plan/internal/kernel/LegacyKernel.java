package org.automtl4j.plan.internal.kernel;

import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.LegacyOperation;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;
import org.nd4j.linalg.factory.Nd4j;

/** One of ND4J's legacy operations: element by element, with a scalar, or a reduction. It owns its operation object, which no graph shares. */
public final class LegacyKernel implements LegacyOperation {
  private final Op op;

  public LegacyKernel(Op op) {
    this.op = op;
  }

  /**
   * A kernel for an operation of a graph: a copy, because running an operation writes into it. Its dimensions are counted from the front: ND4J gives wrong
   * results, silently, for negative ones that are kept.
   */
  public static LegacyKernel copyOf(Op original, Value input) {
    try {
      Op copy = original.getClass().getDeclaredConstructor().newInstance();
      if (original.extraArgs() != null) {
        copy.setExtraArgs(original.extraArgs().clone());
      }
      if (original instanceof ScalarOp scalar) {
        ((ScalarOp) copy).setScalar(scalar.scalar().castTo(input.type()));
      }
      if (original instanceof BaseReduceOp reduction) {
        ((BaseReduceOp) copy).setDimensions(Reductions.dimensions(original, input.rank()));
        ((BaseReduceOp) copy).setKeepDims(reduction.isKeepDims());
      }
      if (original instanceof Variance variance) {
        ((Variance) copy).setBiasCorrected(variance.isBiasCorrected());
      }
      return new LegacyKernel(copy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot copy the operation " + original.opName(), e);
    }
  }

  static Op.Type typeOf(Op op) {
    return ((DifferentialFunction) op).opType();
  }

  @Override
  public Op op() {
    return op;
  }

  @Override
  public String name() {
    return op.opName();
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs);
    context.setOutputArrays(outputs);
    return new Bound(op, context);
  }

  @Override
  public boolean isCheap(List<Value> inputs) {
    return typeOf(op) == Op.Type.SCALAR;
  }

  /** Transformations of the same type take several times as long in place as elsewhere, operations with a scalar half as long. */
  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return switch (typeOf(op)) {
      case SCALAR, TRANSFORM_STRICT, TRANSFORM_FLOAT -> true;
      default -> false;
    };
  }

  private record Bound(Op op, OpContext context) implements Call {
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
