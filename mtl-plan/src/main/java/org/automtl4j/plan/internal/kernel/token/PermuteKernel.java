package org.automtl4j.plan.internal.kernel.token;

import java.util.Arrays;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.host.RowMove;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dimensions in another order where the last one stays: copies of rows, which ND4J's own operation makes number by number. */
public final class PermuteKernel implements Kernel {
  /** Shorter rows are no gain. */
  private static final int SHORTEST = 8;

  private final int[] order;

  /** @param order new dimension i is old dimension order[i]; the last one stays */
  public PermuteKernel(long... order) {
    this.order = Arrays.stream(order).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * @param x an array
   * @param order the order that is wanted, counted from the front
   * @return whether this kernel does it
   */
  public static boolean fits(Value x, long... order) {
    return TokenRows.are(x) && x.rank() > 2 && order.length == x.rank() && order[order.length - 1] == order.length - 1
        && x.size(-1) >= SHORTEST;
  }

  @Override
  public String name() {
    return "permute rows";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    return RowMove.copy(inputs[0].permute(order), outputs[0]);
  }
}
