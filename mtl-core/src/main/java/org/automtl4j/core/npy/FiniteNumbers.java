package org.automtl4j.core.npy;

import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Parameters that a file gives are numbers: one that is not makes everything that it touches none. */
public final class FiniteNumbers {
  private FiniteNumbers() {}

  /**
   * @param array floating-point numbers
   * @param where the file and the parameter, for the message
   * @return the array
   * @throws InvalidInputException if some are not finite; the array is closed then
   */
  public static INDArray check(INDArray array, String where) {
    long wrong = count(array);
    if (wrong > 0) {
      long all = array.length();
      array.close();
      throw new InvalidInputException(where + ": " + wrong + " of " + all + " numbers are not finite (NaN or infinite); a training that diverged leaves such files, take an earlier one");
    }
    return array;
  }

  /**
   * @param array any array
   * @return how many of its numbers are not finite
   */
  public static long count(INDArray array) {
    if (array.isEmpty() || !array.dataType().isFPType()) {
      return 0;
    }
    try (INDArray count = Nd4j.getExecutioner().exec(new MatchCondition(array, Conditions.notFinite()))) {
      return count.getLong(0);
    }
  }
}
