package org.automtl4j.plan.internal.kernel.token;

import java.nio.FloatBuffer;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.host.RowMove;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the loops of this room have in common: which arrays they are for, where those lie, and which thread does which rows. */
public final class TokenRows {
  /** Fewer numbers are not worth another thread. */
  private static final long FEWEST_FOR_THREADS = 1 << 14;

  private TokenRows() {}

  /**
   * @param value an array
   * @return whether it is of single precision and in the memory of the processor
   */
  public static boolean are(Value value) {
    return value.type() == DataType.FLOAT && value.length() > 0 && value.length() < Integer.MAX_VALUE / Float.BYTES
        && Nd4j.getEnvironment().isCPU();
  }

  static FloatBuffer buffer(INDArray array) {
    return RowMove.buffer(array);
  }

  /** Some rows of a loop. */
  @FunctionalInterface
  interface Part {
    void run(int from, int to);
  }

  /** Into how many parts rows are divided; it does not change what comes out, since no row depends on another. */
  static int parts(int rows, long numbers) {
    return numbers < FEWEST_FOR_THREADS ? 1 : Math.min(rows, ParallelLoop.threads());
  }

  static void each(int rows, long numbers, Part part) {
    int parts = parts(rows, numbers);
    ParallelLoop.run(parts, p -> part.run((int) ((long) rows * p / parts), (int) ((long) rows * (p + 1) / parts)));
  }
}
