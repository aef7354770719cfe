package org.automtl4j.plan.internal.kernel;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes whole arrays into the memory of a plan. ND4J's own assignment does not compare shapes: it leaves a part as it was, or writes beyond the end. */
public final class Fill {
  private Fill() {}

  /**
   * @param placeholder its name, for messages
   * @param target the plan's array
   * @param numbers of the same shape; converted if their type differs
   * @throws IllegalArgumentException for another shape
   */
  public static void assign(String placeholder, INDArray target, INDArray numbers) {
    if (!Arrays.equals(target.shape(), numbers.shape())) {
      throw new IllegalArgumentException("placeholder '" + placeholder + "' of the plan has the shape " + Arrays.toString(target.shape()) + ", found "
          + Arrays.toString(numbers.shape()) + "; a plan is for the shapes that it was built with");
    }
    target.assign(numbers);
    Reference.reachabilityFence(numbers);
  }
}
