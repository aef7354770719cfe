package org.automtl4j.plan.internal.ir;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which images are worth code of our own that saves passes over memory. It is made for single precision in the memory of the processor; smaller arrays are in
 * the cache anyway, and keep the last bits of ND4J's own operations.
 */
public final class LargeImages {
  private static final long FEWEST = 1 << 18;

  private LargeImages() {}

  /**
   * @param images an array
   * @return whether it is a large batch [N, C, ...] of single precision in the memory of the processor
   */
  public static boolean are(Value images) {
    return images.type() == DataType.FLOAT && images.rank() > 2 && images.length() >= FEWEST && images.length() < Integer.MAX_VALUE / Float.BYTES
        && Nd4j.getEnvironment().isCPU();
  }
}
