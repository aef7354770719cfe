package org.automtl4j.plan.internal.kernel;

import java.util.List;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Strides;
import org.automtl4j.plan.internal.kernel.host.RowMove;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarSet;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.factory.Nd4j;

/** Parts of arrays that lie in regular steps, and calls that fill them. The arrays themselves are contiguous, in C order. */
public final class Views {
  private Views() {}

  /**
   * @param whole a contiguous array
   * @param begin the first place in each dimension
   * @param steps the distance of the places in each dimension
   * @param shape how many places in each dimension
   * @return those places
   */
  static INDArray places(INDArray whole, long[] begin, long[] steps, long... shape) {
    long[] strides = Strides.of(whole.shape());
    long first = 0;
    for (int d = 0; d < strides.length; d++) {
      first += begin[d] * strides[d];
      strides[d] *= steps[d];
    }
    return strided(whole, first, shape, strides);
  }

  /**
   * @param whole a contiguous array
   * @param first the place of the first element
   * @param shape the shape of the view
   * @param strides its strides
   * @return the view
   */
  public static INDArray strided(INDArray whole, long first, long[] shape, long[] strides) {
    return Nd4j.create(whole.data(), shape, strides, whole.offset() + first, 'c', whole.dataType());
  }

  static Call copy(INDArray from, INDArray to) {
    return RowMove.fits(from, to) ? RowMove.copy(from, to) : new LegacyKernel(new Assign()).bind(new INDArray[] {from}, new INDArray[] {to});
  }

  /** Target = target + source. */
  static Call add(INDArray from, INDArray to) {
    return RowMove.fits(from, to) ? RowMove.add(from, to)
        : new CustomKernel("add", Arguments.of(), true).bind(new INDArray[] {to, from}, new INDArray[] {to});
  }

  public static Call clear(INDArray array) {
    ScalarSet zero = new ScalarSet();
    zero.setScalar(Nd4j.scalar(array.dataType(), 0));
    return new LegacyKernel(zero).bind(new INDArray[] {array}, new INDArray[] {array});
  }

  public static Call sequence(List<Call> calls) {
    Call[] all = calls.toArray(Call[]::new);
    return all.length == 1 ? all[0] : new Call() {
      @Override
      public void run() {
        for (Call call : all) {
          call.run();
        }
      }

      @Override
      public void close() {
        for (Call call : all) {
          call.close();
        }
      }
    };
  }
}
